import type { GraphNode } from '../../graph/node.ts';
import { isVersioned } from '../../graph/node-kinds.ts';

/** Where a node comes from, as indexes into the project's files; -1 for none. */
export interface NodePlace {
  /** The file it was made from. */
  readonly file: number;
  /** The property file that describes it. */
  readonly patch: number;
}

/** Where a node's text stands: in which layer, and its bytes there. */
export interface TextPlace {
  readonly layer: number;
  readonly start: number;
  readonly end: number;
}

/** Numbers of a node: layer, start and end of its text, time of creation, file, property file, marks. */
const WIDTH = 7;
const VERSIONED = 1;
const OF_SOURCE = 2;

/** What is known of each node of a cache without its text, in the order of the manifest. */
export class NodeTable {
  readonly ids: readonly string[];
  /** `WIDTH` numbers a node. */
  readonly numbers: Float64Array;

  constructor(ids: readonly string[], numbers: Float64Array = new Float64Array(ids.length * WIDTH)) {
    this.ids = ids;
    this.numbers = numbers;
  }

  /** The file that a node was made from, as an index; -1 for none. */
  file(position: number): number {
    return this.numbers[position * WIDTH + 4] ?? -1;
  }

  /** The property file that describes a node, as an index; -1 for none. */
  patch(position: number): number {
    return this.numbers[position * WIDTH + 5] ?? -1;
  }

  createdAt(position: number): number {
    return this.numbers[position * WIDTH + 3] ?? 0;
  }

  textPlace(position: number): TextPlace {
    const at = position * WIDTH;
    return {
      layer: this.numbers[at] ?? 0,
      start: this.numbers[at + 1] ?? 0,
      end: this.numbers[at + 2] ?? 0,
    };
  }

  /** Whether a node is one of several versions of a model. */
  isVersioned(position: number): boolean {
    return ((this.numbers[position * WIDTH + 6] ?? 0) & VERSIONED) !== 0;
  }

  /** Whether a node is a generic test of a source. */
  isOfSource(position: number): boolean {
    return ((this.numbers[position * WIDTH + 6] ?? 0) & OF_SOURCE) !== 0;
  }

  /** Notes a new node. */
  set(position: number, node: GraphNode, place: NodePlace, text: TextPlace): void {
    const marks = (isVersioned(node) ? VERSIONED : 0) | (isTestOfSource(node) ? OF_SOURCE : 0);
    const numbers = [text.layer, text.start, text.end, node.createdAt, place.file, place.patch, marks];
    this.numbers.set(numbers, position * WIDTH);
  }

  /** Takes over a node of another table, with its text in another place where one is given. */
  copy(position: number, from: NodeTable, other: number, text?: TextPlace): void {
    this.numbers.set(from.numbers.subarray(other * WIDTH, (other + 1) * WIDTH), position * WIDTH);
    if (text !== undefined) this.numbers.set([text.layer, text.start, text.end], position * WIDTH);
  }
}

/** True for a generic test that stands under a source in a property file. */
export function isTestOfSource(node: GraphNode): boolean {
  return node.resourceType === 'test' && (node.fileKeyName?.startsWith('sources.') ?? false);
}
