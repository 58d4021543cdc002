import { TemplateObject, type Value } from '../value.ts';
import { arithmetic, signed } from './arithmetic.ts';
import { compare } from '../values/compare.ts';
import { equals, findKey } from '../values/equals.ts';
import { iterate } from '../values/iterate.ts';
import { Tuple } from '../values/tuple.ts';
import { numberOf, typeName } from '../values/type-name.ts';
import { Undefined } from '../values/undefined.ts';
import { formatPercent } from './format-percent.ts';
import { checkListSize } from './list-size.ts';
import { TemplateFault } from './template-fault.ts';

/** Python's binary operators `+ - * / // % **`. Throws TemplateFault where Python raises. */
export function binary(operator: string, a: Value, b: Value): Value {
  if (typeof a === 'string') {
    if (operator === '%') return formatPercent(a, b);
    if (operator === '+' && typeof b === 'string') return a + b;
  }
  const x = numberOf(a);
  const y = numberOf(b);
  if (x !== undefined && y !== undefined) return arithmetic(operator, a, b, x, y);
  refuseUndefined(a, b);
  const own = a instanceof TemplateObject ? a.operate(operator, b, false) : undefined;
  if (own !== undefined) return own;
  const reflected = b instanceof TemplateObject ? b.operate(operator, a, true) : undefined;
  if (reflected !== undefined) return reflected;
  const result = onContainers(operator, a, b, x, y);
  if (result !== undefined) return result;
  throw unsupported(operator, a, b);
}

function isSequence(value: Value): boolean {
  return typeof value === 'string' || Array.isArray(value);
}

function unsupported(operator: string, a: Value, b: Value): TemplateFault {
  if (operator === '*' && (isSequence(a) || isSequence(b))) {
    const other = isSequence(a) ? b : a;
    return new TemplateFault(`can't multiply sequence by non-int of type '${typeName(other)}'`);
  }
  if (operator === '+' && Array.isArray(a)) {
    const type = typeName(a);
    return new TemplateFault(`can only concatenate ${type} (not "${typeName(b)}") to ${type}`);
  }
  if (operator === '+' && (typeof a === 'string' || typeof b === 'string')) return cannotConcatenate(a, b);
  const shown = operator === '**' ? '** or pow()' : operator;
  return new TemplateFault(`unsupported operand type(s) for ${shown}: '${typeName(a)}' and '${typeName(b)}'`);
}

function cannotConcatenate(a: Value, b: Value): TemplateFault {
  return typeof a === 'string'
    ? new TemplateFault(
        `can only concatenate str (not "${typeName(b)}") to str`,
        'Use ~ to join values as text.',
      )
    : new TemplateFault(
        `unsupported operand type(s) for +: '${typeName(a)}' and 'str'`,
        'Use ~ to join values as text.',
      );
}

function refuseUndefined(...values: readonly Value[]): void {
  for (const value of values) {
    if (value instanceof Undefined) throw new TemplateFault(value.reason);
  }
}

function onContainers(
  operator: string,
  a: Value,
  b: Value,
  x: number | undefined,
  y: number | undefined,
): Value | undefined {
  if (operator === '+' && Array.isArray(a) && Array.isArray(b) && a instanceof Tuple === b instanceof Tuple) {
    checkListSize(a.length + b.length);
    return a instanceof Tuple ? Tuple.fromItems([...a, ...b]) : [...a, ...b];
  }
  if (operator === '*') {
    if (y !== undefined && isInteger(b)) return repeat(a, y);
    if (x !== undefined && isInteger(a)) return repeat(b, x);
  }
  if (a instanceof Set && b instanceof Set) {
    if (operator === '-') return new Set([...a].filter((item) => !b.has(item)));
  }
  return undefined;
}

/** Characters that a repetition may give. */
const MAX_REPEATED = 100_000_000;

function isInteger(value: Value): boolean {
  return typeof value === 'bigint' || typeof value === 'boolean' || Number.isInteger(value);
}

function repeat(value: Value, times: number): Value | undefined {
  if (typeof value !== 'string' && !Array.isArray(value)) return undefined;
  if (typeof value === 'string') {
    if (value.length * times > MAX_REPEATED) throw new TemplateFault('the result of * is too large');
    return value.repeat(Math.max(0, times));
  }
  checkListSize(value.length * times);
  const items: Value[] = [];
  for (let count = 0; count < times; count += 1) items.push(...value);
  return value instanceof Tuple ? Tuple.fromItems(items) : items;
}

/** Python's unary minus. */
export function negate(value: Value): Value {
  return unary(value, true);
}

/** Python's unary plus. */
export function plus(value: Value): Value {
  return unary(value, false);
}

function unary(value: Value, negative: boolean): Value {
  refuseUndefined(value);
  const number = signed(value, negative);
  if (number !== undefined) return number;
  const own =
    value instanceof TemplateObject ? value.operate(negative ? 'negate' : 'plus', null, false) : undefined;
  if (own !== undefined) return own;
  throw new TemplateFault(`bad operand type for unary ${negative ? '-' : '+'}: '${typeName(value)}'`);
}

/** Python's `in`. */
export function contains(container: Value, item: Value): boolean {
  if (typeof container === 'string') {
    if (item instanceof Undefined) throw new TemplateFault(item.reason);
    if (typeof item !== 'string') {
      throw new TemplateFault(`'in <string>' requires string as left operand, not ${typeName(item)}`);
    }
    return container.includes(item);
  }
  if (container instanceof Map || container instanceof Set) {
    return container.has(item) || container.has(findKey(container, item));
  }
  const iterable = Array.isArray(container) || container instanceof TemplateObject;
  if (!iterable || (container instanceof TemplateObject && container.iterate() === undefined)) {
    throw new TemplateFault(`argument of type '${typeName(container)}' is not iterable`);
  }
  for (const member of iterate(container)) if (equals(member, item)) return true;
  return false;
}

/** One comparison of a chain. */
export function compareWith(operator: string, a: Value, b: Value): boolean {
  switch (operator) {
    case '==':
      return equals(a, b);
    case '!=':
      return !equals(a, b);
    case 'in':
      return contains(b, a);
    case 'not in':
      return !contains(b, a);
    case '<':
      return compare(a, b, '<') < 0;
    case '<=':
      return compare(a, b, '<=') <= 0;
    case '>':
      return compare(a, b, '>') > 0;
    default:
      return compare(a, b, '>=') >= 0;
  }
}
