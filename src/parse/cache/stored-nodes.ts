import type { GraphNode } from '../../graph/node.ts';
import type { NodeHead } from '../../graph/node-head.ts';
import { decodeNode } from './encode-node.ts';
import type { NodeTable } from './node-table.ts';

/** Texts of nodes that were written together. */
export interface TextLayer {
  /** Bytes from `start` to before `end`. */
  slice(start: number, end: number): Buffer;
}

/** Nodes as they stand in a cache. */
export interface NodeSections {
  readonly table: NodeTable;
  /** Texts of `encodeNode`. */
  readonly layers: readonly TextLayer[];
  /** Heads of the nodes, in their order. */
  heads(): readonly NodeHead[];
}

/** A node from elsewhere, in place of one whose text cannot be read; told what was met. */
export type Substitute = (id: string, thrown: unknown) => GraphNode | undefined;

/** The nodes of a manifest, each decoded when it is asked for. */
export class StoredNodes implements ReadonlyMap<string, GraphNode> {
  readonly sections: NodeSections;
  readonly table: NodeTable;
  readonly #decoded: (GraphNode | undefined)[];
  readonly #substitute: Substitute | null;
  #positions: ReadonlyMap<string, number> | undefined;

  constructor(
    sections: NodeSections,
    decoded: (GraphNode | undefined)[] = [],
    substitute: Substitute | null = null,
  ) {
    this.sections = sections;
    this.table = sections.table;
    this.#decoded = decoded;
    this.#substitute = substitute;
  }

  /** The same nodes, with others for those that turn out to be damaged. */
  withSubstitutes(substitute: Substitute): StoredNodes {
    return new StoredNodes(this.sections, this.#decoded, substitute);
  }

  get size(): number {
    return this.table.ids.length;
  }

  /** Index of a node in the order of the manifest. */
  position(id: string): number | undefined {
    this.#positions ??= new Map(this.table.ids.map((each, index) => [each, index]));
    return this.#positions.get(id);
  }

  /** A node as `encodeNode` gave it. */
  bytes(position: number): Buffer {
    const { layer, start, end } = this.table.textPlace(position);
    return this.sections.layers[layer]?.slice(start, end) ?? Buffer.alloc(0);
  }

  /** The node at a position. Throws DamagedFile where its text cannot be read and there is no substitute. */
  at(position: number): GraphNode {
    return (this.#decoded[position] ??= this.#decode(position));
  }

  #decode(position: number): GraphNode {
    try {
      return decodeNode(this.bytes(position).toString('utf8'), this.table.createdAt(position));
    } catch (thrown) {
      const substitute = this.#substitute?.(this.table.ids[position] ?? '', thrown);
      if (substitute === undefined) throw thrown;
      return substitute;
    }
  }

  has(id: string): boolean {
    return this.position(id) !== undefined;
  }

  get(id: string): GraphNode | undefined {
    const position = this.position(id);
    return position === undefined ? undefined : this.at(position);
  }

  keys(): MapIterator<string> {
    return this.table.ids.values();
  }

  *values(): MapIterator<GraphNode> {
    for (let position = 0; position < this.size; position += 1) yield this.at(position);
  }

  *entries(): MapIterator<[string, GraphNode]> {
    for (const [position, id] of this.table.ids.entries()) yield [id, this.at(position)];
  }

  [Symbol.iterator](): MapIterator<[string, GraphNode]> {
    return this.entries();
  }

  forEach(visit: (node: GraphNode, id: string, map: ReadonlyMap<string, GraphNode>) => void): void {
    for (const [id, node] of this) visit(node, id, this);
  }
}
