import { TemplateObject, type Value } from '../value.ts';
import { Float } from './float.ts';
import { Tuple } from './tuple.ts';
import { numberOf } from './type-name.ts';
import { Undefined } from './undefined.ts';

/** Python's `==`: numbers by value (True is 1), containers by content, a list is never equal to a tuple. */
export function equals(a: Value, b: Value): boolean {
  if (a === b) return true;
  if (a === null || b === null) return false;
  if (typeof a === 'string' || typeof b === 'string') {
    const other = typeof a === 'string' ? b : a;
    return other instanceof TemplateObject && other.equals(typeof a === 'string' ? a : b);
  }
  if (typeof a === 'bigint' && typeof b === 'bigint') return a === b;
  const x = numberOf(a);
  const y = numberOf(b);
  if (x !== undefined && y !== undefined) return x === y;
  if (a instanceof TemplateObject && !(a instanceof Float)) return objectEquals(a, b);
  if (b instanceof TemplateObject && !(b instanceof Float)) return objectEquals(b, a);
  if (Array.isArray(a)) return Array.isArray(b) && sameItems(a, b);
  if (a instanceof Map) return b instanceof Map && sameEntries(a, b);
  if (a instanceof Set) return b instanceof Set && a.size === b.size && [...a].every((item) => b.has(item));
  return false;
}

function objectEquals(object: TemplateObject, other: Value): boolean {
  if (object instanceof Undefined) return other instanceof Undefined;
  return object.equals(other);
}

function sameItems(a: readonly Value[], b: readonly Value[]): boolean {
  if (a.length !== b.length || a instanceof Tuple !== b instanceof Tuple) return false;
  return a.every((item, index) => equals(item, b[index] as Value));
}

function sameEntries(a: ReadonlyMap<Value, Value>, b: ReadonlyMap<Value, Value>): boolean {
  if (a.size !== b.size) return false;
  for (const [key, value] of a) {
    const other = b.get(key);
    if (other === undefined || !equals(value, other)) return false;
  }
  return true;
}
