import { reverseEdges } from './dag.ts';
import type { Manifest } from './manifest.ts';
import type { GraphNode } from './node.ts';
import { parentIds } from './node-kinds.ts';

/** Direct parents and children of every node, each list sorted by unique id, as dbt's parent_map and child_map. */
export function neighbourMaps(nodes: Iterable<GraphNode>): Pick<Manifest, 'parents' | 'children'> {
  const parents = new Map<string, readonly string[]>();
  for (const node of nodes) parents.set(node.uniqueId, sortedParents(node));
  return { parents, children: childrenOf(parents) };
}

/** unique ids of a node's direct parents, sorted. */
export function sortedParents(node: GraphNode): readonly string[] {
  return [...new Set(parentIds(node))].sort();
}

/** The other direction of `parents`: an entry for each of its ids, and for each id that only stands as a parent. */
export function childrenOf(parents: Manifest['parents']): Manifest['children'] {
  const children = reverseEdges(parents);
  for (const list of children.values()) list.sort();
  return children;
}
