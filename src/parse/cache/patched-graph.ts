import { findCycle } from '../../graph/dag.ts';
import type { Manifest } from '../../graph/manifest.ts';
import { sortedParents } from '../../graph/neighbour-maps.ts';
import { groupOf } from '../../graph/node-kinds.ts';
import { headOf } from '../../graph/node-head.ts';
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
  /** Whether the same nodes have the same heads as before. */
  readonly keepsHeads: boolean;
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
    const isKept =
      position !== undefined &&
      before.table.patch(position) === item.place.patch &&
      before.bytes(position).equals(Buffer.from(encodeNode(node)));
    if (isKept) return position;
    changed.add(node.uniqueId);
    return { ...item, node };
  });
  const isReordered =
    final.length !== before.size ||
    final.some((item, index) => idOf(item, stored) !== before.table.ids[index]);
  const keeps = (said: (node: GraphNode) => unknown): boolean =>
    !isReordered &&
    final.every((item, index) => typeof item === 'number' || isSame(said(item.node), said(before.at(index))));
  return {
    nodes: patchedNodes(final, before),
    changed,
    isReordered,
    keepsGroups: keeps(groupOf),
    keepsHeads: keeps(headOf),
    ...patchedEdges(stored, manifest, final, keeps(sortedParents)),
  };
}

const idOf = (item: NodeToStore, { nodes }: StoredProject): string | undefined =>
  typeof item === 'number' ? nodes.table.ids[item] : item.node.uniqueId;

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

function patchedEdges(
  stored: StoredProject,
  manifest: Manifest,
  order: readonly NodeToStore[],
  keepsParents: boolean,
): Pick<PatchedGraph, 'keepsParents' | 'isAcyclic' | 'parents'> {
  const wasAcyclic = stored.state.isAcyclic;
  if (keepsParents) return { keepsParents, isAcyclic: wasAcyclic, parents: () => manifest.parents };
  const parentsOf = (item: NodeToStore): readonly string[] =>
    typeof item === 'number'
      ? (manifest.parents.get(stored.nodes.table.ids[item] ?? '') ?? [])
      : sortedParents(item.node);
  const parents = new Map(order.map((item) => [idOf(item, stored) ?? '', parentsOf(item)]));
  const hasNoNewEdge = order.every((item) => {
    if (typeof item === 'number') return true;
    const before = manifest.parents.get(item.node.uniqueId) ?? [];
    return parentsOf(item).every((parent) => before.includes(parent));
  });
  const isAcyclic = (wasAcyclic && hasNoNewEdge) || findCycle(parents) === null;
  return { keepsParents, isAcyclic, parents: () => parents };
}
