import type { GraphNode } from '../../graph/node.ts';

/** A node as JSON text, without its time of creation, which two parses of the same thing do not share. */
export function encodeNode(node: GraphNode): string {
  const stored = { ...node, createdAt: undefined };
  return JSON.stringify('columns' in stored ? { ...stored, columns: [...stored.columns] } : stored);
}

/** The node in a text of `encodeNode`. */
export function decodeNode(text: string, createdAt: number): GraphNode {
  const node = JSON.parse(text) as GraphNode & { columns?: unknown; createdAt: number };
  node.createdAt = createdAt;
  if (node.columns !== undefined) node.columns = new Map(node.columns as Iterable<[string, unknown]>);
  return node;
}
