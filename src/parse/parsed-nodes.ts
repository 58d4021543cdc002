import type { GraphNode } from '../graph/node.ts';

/** Nodes as they come out of files: disabled ones apart. */
export interface ParsedNodes {
  readonly enabled: GraphNode[];
  readonly disabled: GraphNode[];
}

/** Puts a node where its config says. */
export function addNode(nodes: ParsedNodes, node: GraphNode): void {
  if (node.config['enabled'] === false) nodes.disabled.push(node);
  else nodes.enabled.push(node);
}
