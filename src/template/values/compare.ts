import { TemplateFault } from '../runtime/template-fault.ts';
import { TemplateObject, type Value } from '../value.ts';
import { equals } from './equals.ts';
import { compareNumbers, numberOf, typeName } from './type-name.ts';
import { Tuple } from './tuple.ts';
import { Undefined } from './undefined.ts';

/** Python's ordering: negative, zero or positive. Throws TemplateFault where Python raises TypeError. */
export function compare(a: Value, b: Value, operator = '<'): number {
  const x = numberOf(a);
  const y = numberOf(b);
  if (x !== undefined && y !== undefined) return compareNumbers(a, x, b, y);
  if (typeof a === 'string' && typeof b === 'string') return compareText(a, b);
  if (Array.isArray(a) && Array.isArray(b) && a instanceof Tuple === b instanceof Tuple) {
    for (let index = 0; index < a.length && index < b.length; index += 1) {
      const [left, right] = [a[index] as Value, b[index] as Value];
      if (!equals(left, right)) return compare(left, right, operator);
    }
    return a.length - b.length;
  }
  for (const value of [a, b]) {
    if (value instanceof Undefined) throw new TemplateFault(value.reason);
  }
  const forward = a instanceof TemplateObject ? a.compare(b) : undefined;
  if (forward !== undefined) return forward;
  const backward = b instanceof TemplateObject ? b.compare(a) : undefined;
  if (backward !== undefined) return -backward;
  throw new TemplateFault(
    `'${operator}' not supported between instances of '${typeName(a)}' and '${typeName(b)}'`,
  );
}

/** By code points, as Python does (JavaScript compares UTF-16 units). */
function compareText(a: string, b: string): number {
  if (a === b) return 0;
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index += 1) {
    if (a.charCodeAt(index) !== b.charCodeAt(index)) {
      return (a.codePointAt(index) ?? 0) < (b.codePointAt(index) ?? 0) ? -1 : 1;
    }
  }
  return a.length - b.length;
}
