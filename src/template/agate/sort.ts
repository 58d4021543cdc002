import type { Value } from '../value.ts';
import { compare } from '../values/compare.ts';

/** Ordering with None behind everything, as agate sorts. */
export function compareNullsLast(a: Value, b: Value): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  return compare(a, b);
}
