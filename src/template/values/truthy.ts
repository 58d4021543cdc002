import { TemplateObject, type Value } from '../value.ts';
import { Float } from './float.ts';

/** Python's truth of a value. */
export function isTruthy(value: Value): boolean {
  switch (typeof value) {
    case 'boolean':
      return value;
    case 'string':
      return value !== '';
    case 'number':
      return value !== 0;
    case 'bigint':
      return value !== 0n;
    default:
      if (value === null) return false;
      if (Array.isArray(value)) return value.length > 0;
      if (value instanceof Map || value instanceof Set) return value.size > 0;
      if (value instanceof Float) return value.value !== 0;
      return value instanceof TemplateObject ? value.isTruthy() : true;
  }
}
