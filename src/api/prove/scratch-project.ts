import type { Relation } from '../../adapter-api/relation.ts';
import type { Manifest } from '../../graph/manifest.ts';
import type { GraphNode, SourceNode } from '../../graph/node.ts';
import { isRefable } from '../../graph/node-kinds.ts';
import { fitIdentifier } from '../../util/fit-identifier.ts';
import type { OpenedProject } from '../open-project.ts';

/** Longest identifier, in bytes, that every supported warehouse takes. */
const LONGEST_IDENTIFIER = 63;

/** Configs that reach beyond the relation, or that name where it stands, as a copy has them. */
const WITHOUT_EFFECTS = { 'pre-hook': [], 'post-hook': [], grants: {}, quoting: {} } as const;

/** A relation that a proof copies: where it is, and where its copy goes. */
export interface ScratchCopy {
  readonly node: GraphNode;
  /** Rendered, as templates read it: a relation, or what an adapter puts in the place of a source. */
  readonly from: string;
  readonly to: Relation;
}

/** A project whose selected nodes, and what they read, stand in a schema of their own. */
export interface ScratchProject {
  readonly opened: OpenedProject;
  readonly schema: string;
  /** What the selected nodes read and do not make. */
  readonly inputs: readonly ScratchCopy[];
  /** What the selected nodes make. */
  readonly targets: readonly ScratchCopy[];
}

/**
 * The project with its selected nodes and their inputs in the schema `schema`, so that building them leaves the project's
 * own relations alone. It has no ledger, no hooks and no grants. `renderSource` gives the text that stands for a source.
 */
export function scratchProject(
  opened: OpenedProject,
  ids: readonly string[],
  schema: string,
  renderSource: (source: SourceNode) => string,
): ScratchProject {
  const { manifest, project } = opened;
  const { dialect } = project.profile.adapter;
  const { database } = project.profile.credentials;
  const quoting = { ...project.profile.adapter.defaultQuoting, ...project.root.quoting };
  const selected = new Set(ids);
  const read = new Set(readBy(selected, manifest));
  const inputs: ScratchCopy[] = [];
  const targets: ScratchCopy[] = [];
  const relationOf = (identifier: string): Relation => ({
    database: database === '' ? null : database,
    schema,
    identifier,
    type: 'table',
    quoting,
  });
  const placed = (node: GraphNode): GraphNode => {
    const identifier = scratchName(node);
    if (node.resourceType === 'source' && read.has(node.uniqueId)) {
      const to = relationOf(identifier);
      inputs.push({ node, from: renderSource(node), to });
      // A microbatch model reads the rows of its batch, by what the source says of their time.
      const config = { event_time: node.config['event_time'] ?? null };
      const plain = { meta: {}, sourceMeta: {}, config, external: null, quoting: {} };
      return { ...node, ...plain, database, schema, identifier, relationName: dialect.renderRelation(to) };
    }
    if (!isRefable(node) || node.config['materialized'] === 'ephemeral') return node;
    const input = read.has(node.uniqueId);
    if (!selected.has(node.uniqueId) && !input) return node;
    const to = relationOf(identifier);
    const copy = { node, from: node.relationName ?? '', to };
    (input ? inputs : targets).push(copy);
    const config = { ...node.config, ...WITHOUT_EFFECTS };
    return { ...node, database, schema, alias: identifier, relationName: dialect.renderRelation(to), config };
  };
  const nodes = new Map(
    [...manifest.nodes]
      .filter(([, node]) => node.resourceType !== 'operation')
      .map(([id, node]) => [id, placed(node)]),
  );
  const tx = project.tx === null ? null : { ...project.tx, ledger: null };
  return {
    opened: { ...opened, project: { ...project, tx }, manifest: { ...manifest, nodes } },
    schema,
    inputs,
    targets,
  };
}

/** Names of one schema that are those of several: with the schema in front, or the source. */
function scratchName(node: GraphNode): string {
  const place = node.resourceType === 'source' ? node.sourceName : 'schema' in node ? node.schema : '';
  const name = node.resourceType === 'source' ? node.name : 'alias' in node ? node.alias : node.name;
  return fitIdentifier(`${place}__${name}`, LONGEST_IDENTIFIER);
}

/** What the selected nodes read, through ephemeral models, and do not make. */
function readBy(selected: ReadonlySet<string>, manifest: Manifest): readonly string[] {
  const found = new Set<string>();
  const pending = [...selected];
  const seen = new Set<string>();
  for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
    if (seen.has(id)) continue;
    seen.add(id);
    for (const parent of manifest.parents.get(id) ?? []) {
      if (selected.has(parent)) continue;
      if (manifest.nodes.get(parent)?.config['materialized'] === 'ephemeral') pending.push(parent);
      else found.add(parent);
    }
  }
  return [...found];
}
