import type { Value } from '../value.ts';

/** A Python tuple: an array that prints with parentheses and is not a list. */
export class Tuple extends Array<Value> {
  /** A tuple of exactly these items (the Array constructor reads a single number as a length). */
  static fromItems(items: readonly Value[]): Tuple {
    const tuple = new Tuple();
    for (const item of items) tuple.push(item);
    return tuple;
  }

  static override get [Symbol.species](): ArrayConstructor {
    return Array;
  }
}
