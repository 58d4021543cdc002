import type { Edges } from '../dag.ts';
import type { Manifest } from '../manifest.ts';
import type { GraphNode } from '../node.ts';
import { isEnabled, isSqlNode } from '../node-kinds.ts';

/** The nodes that can be selected, with the edges among them. */
export interface SelectionGraph {
  readonly nodes: ReadonlyMap<string, GraphNode>;
  readonly parents: Edges;
  readonly children: Edges;
}

/**
 * The part of a manifest that selection works on: enabled nodes, and nodes whose file is empty only where
 * `includeEmptyNodes` asks for them. What is left out is bridged: its children keep its parents as ancestors.
 */
export function selectionGraph(manifest: Manifest, includeEmptyNodes: boolean): SelectionGraph {
  const nodes = new Map(
    [...manifest.nodes].filter(([, node]) => isEnabled(node) && (includeEmptyNodes || !isEmptyFile(node))),
  );
  if (nodes.size === manifest.nodes.size) {
    return { nodes, parents: manifest.parents, children: manifest.children };
  }
  return {
    nodes,
    parents: bridged(nodes, manifest.parents),
    children: bridged(nodes, manifest.children),
  };
}

function isEmptyFile(node: GraphNode): boolean {
  return isSqlNode(node) && node.resourceType !== 'seed' && node.rawCode.trim() === '';
}

/** The edges among `nodes`, where paths through nodes left out become edges. */
function bridged(nodes: ReadonlyMap<string, GraphNode>, edges: Edges): Edges {
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
