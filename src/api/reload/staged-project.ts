import type { Manifest } from '../../graph/manifest.ts';
import type { GraphNode, ModelNode } from '../../graph/node.ts';
import { stageSuffix } from '../../materializations/stage-relation.ts';
import { fitIdentifier } from '../../util/fit-identifier.ts';
import type { OpenedProject } from '../open-project.ts';

/** Longest identifier, in bytes, that every supported warehouse takes. */
const LONGEST_IDENTIFIER = 63;

/**
 * The project with these models under names of the run's stages: what is built reads and writes the stages, and whoever
 * reads the models' own relations sees none of it.
 */
export function stagedProject(opened: OpenedProject, ids: ReadonlySet<string>, runId: string): OpenedProject {
  const { manifest, project } = opened;
  const { dialect, defaultQuoting } = project.profile.adapter;
  const quoting = { ...defaultQuoting, ...project.root.quoting };
  const staged = (node: GraphNode): GraphNode => {
    if (!ids.has(node.uniqueId) || node.resourceType !== 'model') return node;
    const alias = stageName(node, runId);
    const own = { ...quoting, ...(node.config['quoting'] as object | null) };
    const { database, schema } = node;
    const name = { database: database === '' ? null : database, schema, identifier: alias };
    return { ...node, alias, relationName: dialect.renderRelation({ ...name, quoting: own }) };
  };
  const nodes = new Map([...manifest.nodes].map(([id, node]) => [id, staged(node)]));
  const changed: Manifest = { ...manifest, nodes };
  // What the parse cache knows is the project that is not staged.
  return { ...opened, manifest: changed, revision: null };
}

/** The name under which a run builds a model anew. */
function stageName({ alias }: ModelNode, runId: string): string {
  const suffix = stageSuffix(runId);
  return `${fitIdentifier(alias, LONGEST_IDENTIFIER - suffix.length)}${suffix}`;
}
