import { findCycle } from '../../graph/dag.ts';
import type { Manifest } from '../../graph/manifest.ts';
import { sortedParents } from '../../graph/neighbour-maps.ts';
import { groupOf } from '../../graph/node-kinds.ts';
import type { GraphNode } from '../../graph/node.ts';
import { encodeNode } from './encode-node.ts';
import { patchedNodes, type NodeToStore } from './patched-nodes.ts';
import type { StoredNodes } from './stored-nodes.ts';
import type { StoredProject } from './stored-project.ts';

/** Nodes and edges of a stored project with a change worked in. */
export interface PatchedGraph {
  readonly nodes: StoredNodes;
  /** unique ids of nodes that are new or not as they were. */
  readonly changed: ReadonlySet<string>;
  /** Whether a node is there that was not, or the other way round, or in another place. */
  readonly isReordered: boolean;
  /** Whether the same nodes have the same parents as before. */
  readonly keepsParents: boolean;
  /** Whether the same nodes are in the same groups as before. */
  readonly keepsGroups: boolean;
  readonly isAcyclic: boolean;
  readonly parents: () => Manifest['parents'];
}

/** The graph of a stored project with linked nodes in the places that `order` gives them. */
export function patchedGraph(
  stored: StoredProject,
  manifest: Manifest,
  order: readonly NodeToStore[],
  linked: ReadonlyMap<string, GraphNode>,
): PatchedGraph {
  const before = stored.nodes;
  const changed = new Set<string>();
  const final = order.map((item): NodeToStore => {
    if (typeof item === 'number') return item;
    const node = linked.get(item.node.uniqueId) ?? item.node;
    const position = before.position(node.uniqueId);
    const isSame =
      position !== undefined &&
      before.table.patch(position) === item.place.patch &&
      before.bytes(position).equals(Buffer.from(encodeNode(node)));
    if (isSame) return position;
    changed.add(node.uniqueId);
    return { ...item, node };
  });
  const isReordered =
    final.length !== before.size ||
    final.some((item, index) => idOf(item, stored) !== before.table.ids[index]);
  const edges = patchedEdges(stored, manifest, final, isReordered);
  const keepsGroups =
    !isReordered &&
    final.every((item, index) => typeof item === 'number' || hasGroupOf(item.node, before.at(index)));
  return { nodes: patchedNodes(final, before), changed, isReordered, keepsGroups, ...edges };
}

const idOf = (item: NodeToStore, { nodes }: StoredProject): string | undefined =>
  typeof item === 'number' ? nodes.table.ids[item] : item.node.uniqueId;

const hasGroupOf = (node: GraphNode, before: GraphNode): boolean => groupOf(node) === groupOf(before);

function patchedEdges(
  stored: StoredProject,
  manifest: Manifest,
  order: readonly NodeToStore[],
  isReordered: boolean,
): Pick<PatchedGraph, 'keepsParents' | 'isAcyclic' | 'parents'> {
  const { ids } = stored.nodes.table;
  const fresh = order.filter((item) => typeof item !== 'number');
  const positions = fresh.length === 0 ? [] : stored.parents();
  const parentsBefore = (id: string): readonly string[] =>
    (positions[stored.nodes.position(id) ?? -1] ?? []).map((parent) => ids[parent] ?? '');
  let isSame = !isReordered;
  let isSubset = true;
  const found = new Map<string, readonly string[]>();
  for (const { node } of fresh) {
    const [now, then] = [sortedParents(node), parentsBefore(node.uniqueId)];
    found.set(node.uniqueId, now);
    isSubset &&= now.every((parent) => then.includes(parent));
    isSame &&= now.length === then.length && now.every((parent, index) => parent === then[index]);
  }
  if (isSame)
    return { keepsParents: true, isAcyclic: stored.state.isAcyclic, parents: () => manifest.parents };
  const parents = new Map(
    order.map((item): [string, readonly string[]] => {
      const id = idOf(item, stored) ?? '';
      return [id, found.get(id) ?? manifest.parents.get(id) ?? []];
    }),
  );
  const isAcyclic = (stored.state.isAcyclic && isSubset) || findCycle(parents) === null;
  return { keepsParents: false, isAcyclic, parents: () => parents };
}
