import type { Edges } from '../dag.ts';
import type { Manifest } from '../manifest.ts';
import type { GraphNode } from '../node.ts';
import { headsOf, type NodeHead } from '../node-head.ts';

/** The nodes that can be selected, with the edges among them. */
export interface SelectionGraph {
  readonly nodes: ReadonlyMap<string, NodeHead>;
  /** The values of `nodes`. */
  readonly heads: readonly NodeHead[];
  /** The whole node of an id. */
  load(id: string): GraphNode | undefined;
  readonly parents: Edges;
  readonly children: Edges;
}

/**
 * The part of a manifest that selection works on: enabled nodes, and nodes whose file is empty only where
 * `includeEmptyNodes` asks for them. What is left out is bridged: its children keep its parents as ancestors.
 */
export function selectionGraph(manifest: Manifest, includeEmptyNodes: boolean): SelectionGraph {
  const heads = headsOf(manifest);
  const chosen = heads.filter((head) => head.isEnabled && (includeEmptyNodes || !head.isEmpty));
  const nodes = new Map<string, NodeHead>();
  for (const head of chosen) nodes.set(head.uniqueId, head);
  const load = (id: string): GraphNode | undefined => manifest.nodes.get(id);
  if (nodes.size === heads.length) {
    return {
      nodes,
      heads: chosen,
      load,
      get parents() {
        return manifest.parents;
      },
      get children() {
        return manifest.children;
      },
    };
  }
  return {
    nodes,
    heads: chosen,
    load,
    parents: bridged(nodes, manifest.parents),
    children: bridged(nodes, manifest.children),
  };
}

/** The edges among `nodes`, where paths through nodes left out become edges. */
function bridged(nodes: ReadonlyMap<string, NodeHead>, edges: Edges): Edges {
  const result = new Map<string, readonly string[]>();
  for (const id of nodes.keys()) {
    const kept = new Set<string>();
    const seen = new Set<string>();
    const open = [...(edges.get(id) ?? [])];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (seen.has(next)) continue;
      seen.add(next);
      if (nodes.has(next)) kept.add(next);
      else open.push(...(edges.get(next) ?? []));
    }
    result.set(id, [...kept].sort());
  }
  return result;
}
