import { TemplateFunction, type Value } from '../value.ts';
import { Tuple } from './tuple.ts';

/** Python's name of a value's type, for error messages. */
export function typeName(value: Value): string {
  switch (typeof value) {
    case 'string':
      return 'str';
    case 'boolean':
      return 'bool';
    case 'bigint':
      return 'int';
    case 'number':
      return Number.isInteger(value) ? 'int' : 'float';
    default:
      if (value === null) return 'NoneType';
      if (value instanceof Tuple) return 'tuple';
      if (Array.isArray(value)) return 'list';
      if (value instanceof Map) return 'dict';
      if (value instanceof Set) return 'set';
      return value instanceof TemplateFunction ? 'function' : value.typeName;
  }
}

/** The number in a value: ints, floats, booleans; undefined for the rest. Bigints beyond 2^53 lose precision here. */
export function numberOf(value: Value): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value === 'bigint') return Number(value);
  return isFloat(value) ? value.value : undefined;
}

/**
 * Orders two values by their numbers `x` and `y`: negative, zero, positive, or NaN when one is not a number. Bigints are
 * compared exactly.
 */
export function compareNumbers(a: Value, x: number, b: Value, y: number): number {
  const left = typeof a === 'bigint' ? a : x;
  const right = typeof b === 'bigint' ? b : y;
  if (left < right) return -1;
  return left > right ? 1 : Number.isNaN(x) || Number.isNaN(y) ? NaN : 0;
}

function isFloat(value: Value): value is Value & { readonly typeName: 'float'; readonly value: number } {
  return typeof value === 'object' && value !== null && 'typeName' in value && value.typeName === 'float';
}
