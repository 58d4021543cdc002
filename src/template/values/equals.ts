import { TemplateFault } from '../runtime/template-fault.ts';
import { TemplateObject, type Value } from '../value.ts';
import { Float } from './float.ts';
import { Tuple } from './tuple.ts';
import { compareNumbers, numberOf, typeName } from './type-name.ts';
import { Undefined } from './undefined.ts';

/** Python's `==`: numbers by value (True is 1), containers by content, a list is never equal to a tuple. */
export function equals(a: Value, b: Value): boolean {
  if (a === b) return true;
  if (a === null || b === null) return false;
  if (typeof a === 'string' || typeof b === 'string') {
    const other = typeof a === 'string' ? b : a;
    return other instanceof TemplateObject && other.equals(typeof a === 'string' ? a : b);
  }
  const x = numberOf(a);
  const y = numberOf(b);
  if (x !== undefined && y !== undefined) return compareNumbers(a, x, b, y) === 0;
  if (a instanceof TemplateObject && !(a instanceof Float)) return objectEquals(a, b);
  if (b instanceof TemplateObject && !(b instanceof Float)) return objectEquals(b, a);
  if (Array.isArray(a)) return Array.isArray(b) && sameItems(a, b);
  if (a instanceof Map) return b instanceof Map && sameEntries(a, b);
  if (a instanceof Set)
    return b instanceof Set && a.size === b.size && [...a].every((item) => b.has(findKey(b, item)));
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
    const other = b.get(findKey(b, key));
    if (other === undefined || !equals(value, other)) return false;
  }
  return true;
}

/** What dicts and sets of templates are inside. */
interface Keyed {
  has(key: Value): boolean;
  keys(): Iterable<Value>;
}

/** Integral floats that were ever a key, so that each is one object and is found by identity. */
const floatKeys = new Map<number, Float>();

/**
 * The key of `keyed` that equals `key` by Python's rules (`1`, `1.0` and `True` are one key, tuples compare by
 * content), or what to store as a new key when there is none. Throws TemplateFault for what cannot be a key.
 */
export function findKey(keyed: Keyed, key: Value): Value {
  if (typeof key === 'string' || keyed.has(key) || key === null) return key;
  if (typeof key === 'number' || typeof key === 'boolean') return twin(keyed, Number(key)) ?? key;
  if (key instanceof Float) return twin(keyed, key.value) ?? floatKey(key);
  if (typeof key !== 'object') return key;
  refuseUnhashable(key);
  for (const candidate of keyed.keys()) {
    if (typeof candidate === 'object' && equals(candidate, key)) return candidate;
  }
  return key;
}

/** A key that is there and has this number's value: an int, a bool or a float. */
function twin(keyed: Keyed, value: number): Value | undefined {
  if (keyed.has(value)) return value;
  const float = floatKeys.get(value);
  if (float !== undefined && keyed.has(float)) return float;
  if (value === 1 || value === 0) return keyed.has(value === 1) ? value === 1 : undefined;
  return undefined;
}

function floatKey(float: Float): Float {
  const known = floatKeys.get(float.value);
  if (known === undefined) floatKeys.set(float.value, float);
  return known ?? float;
}

/** Fails for lists, dicts and sets, which Python cannot hash. Throws TemplateFault. */
function refuseUnhashable(key: Value): void {
  const mutable = (Array.isArray(key) && !(key instanceof Tuple)) || key instanceof Map || key instanceof Set;
  if (mutable) throw new TemplateFault(`unhashable type: '${typeName(key)}'`);
  if (key instanceof Tuple) for (const item of key) refuseUnhashable(item);
}
