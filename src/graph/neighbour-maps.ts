import type { Manifest } from './manifest.ts';
import type { GraphNode } from './node.ts';
import { parentIds } from './node-kinds.ts';

/** Direct parents and children of every node, each list sorted by unique id, as dbt's parent_map and child_map. */
export function neighbourMaps(nodes: Iterable<GraphNode>): Pick<Manifest, 'parents' | 'children'> {
  const parents = new Map<string, readonly string[]>();
  const children = new Map<string, string[]>();
  for (const node of nodes) {
    parents.set(node.uniqueId, [...new Set(parentIds(node))].sort());
    if (!children.has(node.uniqueId)) children.set(node.uniqueId, []);
  }
  for (const [id, above] of parents) {
    for (const parent of above) {
      const list = children.get(parent);
      if (list === undefined) children.set(parent, [id]);
      else list.push(id);
    }
  }
  for (const list of children.values()) list.sort();
  return { parents, children };
}
