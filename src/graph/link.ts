import type { ProjectError } from '../errors/project-error.ts';
import { findDuplicates } from './check-duplicates.ts';
import { deprecationWarnings } from './deprecations.ts';
import { linkSemanticNode } from './link-semantic.ts';
import { linkUnitTest } from './link-unit-test.ts';
import type { Linker, LinkOptions } from './linker.ts';
import { createLinker } from './linker.ts';
import type { ManifestDraft } from './manifest-draft.ts';
import type { Manifest } from './manifest.ts';
import { neighbourMaps } from './neighbour-maps.ts';
import type { GraphNode, TestNode } from './node.ts';
import { groupOf } from './node-kinds.ts';
import { inferPrimaryKey } from './primary-key.ts';
import { didYouMean, resolveNames } from './resolve-dependencies.ts';

/** A manifest and all that is wrong with it: with errors, what could not be resolved is missing from `dependsOn`. */
export interface LinkResult {
  readonly manifest: Manifest;
  readonly errors: readonly ProjectError[];
  readonly warnings: readonly ProjectError[];
}

/**
 * Turns names into unique ids: refs, sources, functions, metrics, unit tests, with dbt's rules of packages, versions,
 * access and groups; finds names and relations that clash. Cycles are not looked for (`findCycle` does, as dbt does
 * only once nodes are selected).
 */
export function linkManifest(draft: ManifestDraft, options: LinkOptions): LinkResult {
  const linker = createLinker(draft, options);
  const duplicates = findDuplicates(draft);
  const tests = testsByModel(draft);
  const nodes = new Map<string, GraphNode>();
  const disabled = new Map<string, GraphNode[]>();
  for (const node of draft.disabled) disable(node, disabled);
  const groups = new Map(draft.groups.map((group) => [group.uniqueId, group]));
  const groupNames = new Set(draft.groups.map((group) => group.name));
  for (const node of new Map(draft.nodes.map((each) => [each.uniqueId, each])).values()) {
    checkGroup(node, groupNames, linker);
    if (node.resourceType === 'unit_test') {
      const linked = linkUnitTest(node, linker);
      if (linked.disabled) linked.nodes.forEach((test) => disable(test, disabled));
      else linked.nodes.forEach((test) => nodes.set(test.uniqueId, test));
    } else {
      nodes.set(node.uniqueId, linkNode(node, tests, linker));
    }
  }
  return {
    manifest: {
      metadata: draft.metadata,
      nodes,
      macros: new Map(draft.macros.map((macro) => [macro.uniqueId, macro])),
      docs: new Map(draft.docs.map((doc) => [doc.uniqueId, doc])),
      groups,
      disabled,
      selectors: draft.selectors,
      ...neighbourMaps(nodes.values()),
    },
    errors: [...duplicates.errors, ...linker.errors],
    warnings: [...duplicates.warnings, ...linker.warnings, ...deprecationWarnings(nodes, options.now)],
  };
}

/** What links some nodes of a project whose others are linked. */
export interface Relinking {
  /** Finds all nodes, the new ones in place of the old. */
  readonly linker: Linker;
  /** Disabled nodes, among which may be tests of the new ones. */
  readonly disabled: readonly GraphNode[];
  readonly groupNames: () => ReadonlySet<string>;
}

/** Links some nodes of a project. They must be of kinds that stand for themselves, so no unit tests. */
export function relinkNodes(
  changed: readonly GraphNode[],
  { linker, disabled, groupNames }: Relinking,
): { readonly nodes: readonly GraphNode[]; readonly problems: readonly ProjectError[] } {
  const tests = testsByModel({ nodes: changed, disabled });
  const nodes = changed.map((node) => {
    if (groupOf(node) !== null) checkGroup(node, groupNames(), linker);
    return node.resourceType === 'unit_test' ? node : linkNode(node, tests, linker);
  });
  return { nodes, problems: [...linker.errors, ...linker.warnings] };
}

function disable(node: GraphNode, disabled: Map<string, GraphNode[]>): void {
  const list = disabled.get(node.uniqueId);
  if (list === undefined) disabled.set(node.uniqueId, [node]);
  else list.push(node);
}

type Linkable = Exclude<GraphNode, { resourceType: 'unit_test' }>;

function linkNode(
  node: Linkable,
  tests: ReadonlyMap<string, readonly TestNode[]>,
  linker: Linker,
): GraphNode {
  switch (node.resourceType) {
    case 'source':
      return node;
    case 'metric':
    case 'semantic_model':
    case 'saved_query':
      return linkSemanticNode(node, linker);
    default: {
      const { ids, complete } = resolveNames(node, node, linker);
      const nodes = [...new Set([...node.dependsOn.nodes, ...ids])];
      const linked = { ...node, dependsOn: { ...node.dependsOn, nodes } };
      if (linked.resourceType === 'test' && !complete) {
        return { ...linked, config: { ...linked.config, enabled: false } };
      }
      if (linked.resourceType === 'model' && linked.primaryKey.length === 0) {
        return { ...linked, primaryKey: inferPrimaryKey(linked, tests.get(linked.uniqueId) ?? []) };
      }
      return linked;
    }
  }
}

/** Generic tests, disabled ones included, by the node they stand under. */
function testsByModel(
  draft: Pick<ManifestDraft, 'nodes' | 'disabled'>,
): ReadonlyMap<string, readonly TestNode[]> {
  const tests = new Map<string, TestNode[]>();
  for (const node of [...draft.nodes, ...draft.disabled]) {
    if (node.resourceType !== 'test' || node.attachedNode === null) continue;
    const list = tests.get(node.attachedNode);
    if (list === undefined) tests.set(node.attachedNode, [node]);
    else list.push(node);
  }
  return tests;
}

function checkGroup(node: GraphNode, names: ReadonlySet<string>, linker: Linker): void {
  const group = groupOf(node);
  if (group === null || names.has(group)) return;
  const hint = didYouMean(group, names);
  const known = [...names].sort().map((name) => `'${name}'`);
  linker.errors.push({
    code: 'TX1311',
    message: `Invalid group '${group}' of ${node.name}, expected one of [${known.join(', ')}]`,
    location: { file: node.originalFilePath },
    nodeId: node.uniqueId,
    ...(hint !== null && { hint }),
  });
}
