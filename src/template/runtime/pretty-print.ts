import type { Value } from '../value.ts';
import { compare } from '../values/compare.ts';
import { toRepr } from '../values/to-text.ts';
import { Tuple } from '../values/tuple.ts';
import { typeName } from '../values/type-name.ts';

const WIDTH = 80;

/** Python's `pprint.pformat`: dicts by key, and over several lines what does not fit on one of 80 characters. */
export function prettyPrint(value: Value): string {
  return layOut(value, 0, 0);
}

/** `indent` columns stand before the value; `allowance` characters follow it on its last line. */
function layOut(value: Value, indent: number, allowance: number): string {
  const flat = flatRepr(value);
  const room = WIDTH - indent - allowance;
  if (flat.length <= room) return flat;
  if (value instanceof Map && value.size > 0) {
    const parts = sortedEntries(value).map(([key, item], index) => {
      const start = `${flatRepr(key)}: `;
      const rest = index === value.size - 1 ? allowance + 1 : 1;
      return start + layOut(item, indent + 1 + start.length, rest);
    });
    return `{${parts.join(`,\n${' '.repeat(indent + 1)}`)}}`;
  }
  if (Array.isArray(value) && value.length > 0) {
    const [open, close] = value instanceof Tuple ? ['(', value.length === 1 ? ',)' : ')'] : ['[', ']'];
    const parts = value.map((item, index) =>
      layOut(item, indent + 1, index === value.length - 1 ? allowance + close.length : 1),
    );
    return `${open}${parts.join(`,\n${' '.repeat(indent + 1)}`)}${close}`;
  }
  return flat;
}

function flatRepr(value: Value): string {
  if (value instanceof Map)
    return `{${sortedEntries(value)
      .map(([key, item]) => `${flatRepr(key)}: ${flatRepr(item)}`)
      .join(', ')}}`;
  if (value instanceof Tuple) return `(${value.map(flatRepr).join(', ')}${value.length === 1 ? ',' : ''})`;
  return Array.isArray(value) ? `[${value.map(flatRepr).join(', ')}]` : toRepr(value);
}

/** Keys that cannot be compared are ordered by the names of their types. */
function sortedEntries(dict: ReadonlyMap<Value, Value>): readonly (readonly [Value, Value])[] {
  return [...dict].sort(([a], [b]) => {
    try {
      return compare(a, b);
    } catch {
      const [x, y] = [typeName(a), typeName(b)];
      return x < y ? -1 : x > y ? 1 : 0;
    }
  });
}
