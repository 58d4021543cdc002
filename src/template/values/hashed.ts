import type { Value } from '../value.ts';
import { findKey } from './equals.ts';

/** Sets an entry; an equal key that is already there stays, as in Python. */
export function setEntry(dict: Map<Value, Value>, key: Value, value: Value): void {
  dict.set(findKey(dict, key), value);
}

/** The value of an equal key; undefined when there is none. */
export function getEntry(dict: ReadonlyMap<Value, Value>, key: Value): Value | undefined {
  return dict.get(findKey(dict, key));
}

/** A set of the items, equal ones once. */
export function makeSet(items: Iterable<Value>): Set<Value> {
  const set = new Set<Value>();
  for (const item of items) set.add(findKey(set, item));
  return set;
}
