import type {
  GraphNode,
  ModelNode,
  SeedNode,
  SemanticNode,
  SnapshotNode,
  SqlNode,
  TestNode,
  UnitTestNode,
} from './node.ts';

/** Nodes that `ref()` finds. */
export type RefableNode = ModelNode | SeedNode | SnapshotNode;

/** True for models, seeds and snapshots: what `ref()` finds. */
export function isRefable(node: GraphNode): node is RefableNode {
  return node.resourceType === 'model' || node.resourceType === 'seed' || node.resourceType === 'snapshot';
}

/** True for metrics, semantic models and saved queries. */
export function isSemantic(node: GraphNode): node is SemanticNode {
  return (
    node.resourceType === 'metric' ||
    node.resourceType === 'semantic_model' ||
    node.resourceType === 'saved_query'
  );
}

/** True for data tests and unit tests: what is selected by way of its parents. */
export function isTest<N extends Pick<GraphNode, 'resourceType'>>(
  node: N,
): node is N & Pick<TestNode | UnitTestNode, 'resourceType'> {
  return node.resourceType === 'test' || node.resourceType === 'unit_test';
}

/** Nodes that hold SQL or Python text. */
const CODE: ReadonlySet<string> = new Set([
  'model',
  'seed',
  'snapshot',
  'analysis',
  'operation',
  'function',
  'test',
]);

/** True for nodes with code of their own (seeds count, with their empty one). */
export function isSqlNode(node: GraphNode): node is SqlNode {
  return CODE.has(node.resourceType);
}

/** True unless the node's config says `enabled: false`. */
export function isEnabled(node: GraphNode): boolean {
  return node.config['enabled'] !== false;
}

/** unique ids of what the node depends on, in order of first use; sources depend on nothing. */
export function parentIds(node: GraphNode): readonly string[] {
  return node.resourceType === 'source' ? [] : node.dependsOn.nodes;
}

/** True for a model that is one of several versions. */
export function isVersioned(node: GraphNode): node is ModelNode {
  return node.resourceType === 'model' && node.version !== null;
}

/** The group a node belongs to, null for kinds that have none. */
export function groupOf(node: GraphNode): string | null {
  if (isSqlNode(node) || isSemantic(node)) return node.group;
  return null;
}
