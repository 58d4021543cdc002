import type { GraphNode } from '../../graph/node.ts';
import { headOf, type NodeHead } from '../../graph/node-head.ts';
import { decodeNode, encodeNode } from './encode-node.ts';

/** Where a node comes from, as indexes into the project's files; -1 for none. */
export interface NodePlace {
  /** The file it was made from. */
  readonly file: number;
  /** The property file that describes it. */
  readonly patch: number;
}

/** Nodes as they stand in a cache. */
export interface NodeSections {
  readonly ids: readonly string[];
  /** For each node: end of its text, time of creation, file, property file. */
  readonly columns: Float64Array;
  /** Texts of `encodeNode`, one behind the other. */
  texts(): Buffer;
  /** Heads of the nodes, in their order. */
  heads(): readonly NodeHead[];
}

const WIDTH = 4;

/** The nodes of a manifest, each decoded when it is asked for. */
export class StoredNodes implements ReadonlyMap<string, GraphNode> {
  readonly sections: NodeSections;
  readonly #decoded: (GraphNode | undefined)[];
  #texts: Buffer | undefined;
  #positions: ReadonlyMap<string, number> | undefined;

  constructor(sections: NodeSections, decoded: (GraphNode | undefined)[] = []) {
    this.sections = sections;
    this.#decoded = decoded;
  }

  get size(): number {
    return this.sections.ids.length;
  }

  /** Index of a node in the order of the manifest. */
  position(id: string): number | undefined {
    this.#positions ??= new Map(this.sections.ids.map((each, index) => [each, index]));
    return this.#positions.get(id);
  }

  place(position: number): NodePlace {
    const { columns } = this.sections;
    return { file: columns[position * WIDTH + 2] ?? -1, patch: columns[position * WIDTH + 3] ?? -1 };
  }

  createdAt(position: number): number {
    return this.sections.columns[position * WIDTH + 1] ?? 0;
  }

  /** A node as `encodeNode` gave it. */
  bytes(position: number): Buffer {
    this.#texts ??= this.sections.texts();
    const { columns } = this.sections;
    const start = position === 0 ? 0 : columns[(position - 1) * WIDTH];
    return this.#texts.subarray(start, columns[position * WIDTH]);
  }

  at(position: number): GraphNode {
    return (this.#decoded[position] ??= decodeNode(
      this.bytes(position).toString('utf8'),
      this.createdAt(position),
    ));
  }

  has(id: string): boolean {
    return this.position(id) !== undefined;
  }

  get(id: string): GraphNode | undefined {
    const position = this.position(id);
    return position === undefined ? undefined : this.at(position);
  }

  keys(): MapIterator<string> {
    return this.sections.ids.values();
  }

  *values(): MapIterator<GraphNode> {
    for (let position = 0; position < this.size; position += 1) yield this.at(position);
  }

  *entries(): MapIterator<[string, GraphNode]> {
    for (const [position, id] of this.sections.ids.entries()) yield [id, this.at(position)];
  }

  [Symbol.iterator](): MapIterator<[string, GraphNode]> {
    return this.entries();
  }

  forEach(visit: (node: GraphNode, id: string, map: ReadonlyMap<string, GraphNode>) => void): void {
    for (const [id, node] of this) visit(node, id, this);
  }
}

/** A node to store: a new one with its place, or the position of one that is stored already. */
export type NodeToStore = number | { readonly node: GraphNode; readonly place: NodePlace };

/** Nodes in a new order, those of `before` taken over as they stand there. */
export function storeNodes(order: readonly NodeToStore[], before: StoredNodes | null): StoredNodes {
  const ids: string[] = [];
  const texts: Buffer[] = [];
  const decoded: (GraphNode | undefined)[] = [];
  const columns = new Float64Array(order.length * WIDTH);
  let end = 0;
  for (const [position, item] of order.entries()) {
    const isKept = typeof item === 'number';
    if (isKept && before === null) continue;
    const place = isKept ? (before as StoredNodes).place(item) : item.place;
    const text = isKept ? (before as StoredNodes).bytes(item) : Buffer.from(encodeNode(item.node));
    const createdAt = isKept ? (before as StoredNodes).createdAt(item) : item.node.createdAt;
    ids.push(isKept ? ((before as StoredNodes).sections.ids[item] ?? '') : item.node.uniqueId);
    if (!isKept) decoded[position] = item.node;
    texts.push(text);
    end += text.length;
    columns.set([end, createdAt, place.file, place.patch], position * WIDTH);
  }
  const whole = Buffer.concat(texts, end);
  let heads: readonly NodeHead[] | undefined;
  const headsBefore = (): readonly NodeHead[] => before?.sections.heads() ?? [];
  return new StoredNodes(
    { ids, columns, texts: () => whole, heads: () => (heads ??= newHeads(order, headsBefore())) },
    decoded,
  );
}

function newHeads(order: readonly NodeToStore[], before: readonly NodeHead[]): readonly NodeHead[] {
  return order.flatMap((item) => (typeof item === 'number' ? (before[item] ?? []) : headOf(item.node)));
}
