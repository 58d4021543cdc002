import type { GraphNode } from '../../graph/node.ts';

/** A node as JSON text, without its time of creation, which two parses of the same thing do not share. */
export function encodeNode(node: GraphNode): string {
  const stored: Record<string, unknown> = { ...node };
  stored['createdAt'] = undefined;
  if ('columns' in node) stored['columns'] = [...node.columns];
  return JSON.stringify(stored);
}

/** The node in a text of `encodeNode`. */
export function decodeNode(text: string, createdAt: number): GraphNode {
  const node = JSON.parse(text) as GraphNode & { columns?: unknown; createdAt: number };
  node.createdAt = createdAt;
  if (node.columns !== undefined) node.columns = new Map(node.columns as Iterable<[string, unknown]>);
  return node;
}
