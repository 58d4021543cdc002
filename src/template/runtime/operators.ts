import { TemplateObject, type Value } from '../value.ts';
import { compare } from '../values/compare.ts';
import { equals } from '../values/equals.ts';
import { Float, toFloat } from '../values/float.ts';
import { iterate } from '../values/iterate.ts';
import { Tuple } from '../values/tuple.ts';
import { numberOf, typeName } from '../values/type-name.ts';
import { Undefined } from '../values/undefined.ts';
import { formatPercent } from './format-percent.ts';
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
  if (operator === '+' && (typeof a === 'string' || typeof b === 'string')) throw cannotConcatenate(a, b);
  throw new TemplateFault(
    `unsupported operand type(s) for ${operator}: '${typeName(a)}' and '${typeName(b)}'`,
  );
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

function arithmetic(operator: string, a: Value, b: Value, x: number, y: number): Value {
  const float = isFloat(a) || isFloat(b);
  if (!float && operator !== '/') {
    const exact = integerArithmetic(operator, a, b, x, y);
    if (exact !== undefined) return exact;
  }
  if (y === 0 && (operator === '/' || operator === '//' || operator === '%')) {
    throw new TemplateFault(float ? 'float division by zero' : 'division by zero');
  }
  switch (operator) {
    case '+':
      return toFloat(x + y);
    case '-':
      return toFloat(x - y);
    case '*':
      return toFloat(x * y);
    case '/':
      return toFloat(x / y);
    case '//':
      return toFloat(Math.floor(x / y));
    case '%':
      return toFloat(x - y * Math.floor(x / y));
    default:
      return toFloat(x ** y);
  }
}

function isFloat(value: Value): boolean {
  return value instanceof Float || (typeof value === 'number' && !Number.isInteger(value));
}

/** Integer results stay exact: past 2^53 they are computed, and kept, as bigints. */
function integerArithmetic(operator: string, a: Value, b: Value, x: number, y: number): Value | undefined {
  if ((operator === '//' || operator === '%') && y === 0) {
    throw new TemplateFault('integer division or modulo by zero');
  }
  if (operator === '**' && y < 0) return undefined;
  if (typeof a !== 'bigint' && typeof b !== 'bigint') {
    const quick = quickInteger(operator, x, y);
    if (Number.isSafeInteger(quick)) return quick;
  }
  return shrink(bigArithmetic(operator, toBigInt(a), toBigInt(b)));
}

function quickInteger(operator: string, x: number, y: number): number {
  switch (operator) {
    case '+':
      return x + y;
    case '-':
      return x - y;
    case '*':
      return x * y;
    case '//':
      return Math.floor(x / y);
    case '%':
      return x - y * Math.floor(x / y);
    default:
      return x ** y;
  }
}

function bigArithmetic(operator: string, x: bigint, y: bigint): bigint {
  const floored = (): bigint => {
    const quotient = x / y;
    return x % y !== 0n && x < 0n !== y < 0n ? quotient - 1n : quotient;
  };
  switch (operator) {
    case '+':
      return x + y;
    case '-':
      return x - y;
    case '*':
      return x * y;
    case '//':
      return floored();
    case '%':
      return x - y * floored();
    default:
      return x ** y;
  }
}

function toBigInt(value: Value): bigint {
  return typeof value === 'bigint' ? value : BigInt(numberOf(value) ?? 0);
}

function shrink(value: bigint): number | bigint {
  const small = Number(value);
  return Number.isSafeInteger(small) ? small : value;
}

function onContainers(
  operator: string,
  a: Value,
  b: Value,
  x: number | undefined,
  y: number | undefined,
): Value | undefined {
  if (operator === '+' && Array.isArray(a) && Array.isArray(b) && a instanceof Tuple === b instanceof Tuple) {
    return a instanceof Tuple ? Tuple.fromItems([...a, ...b]) : [...a, ...b];
  }
  if (operator === '*') {
    if (y !== undefined) return repeat(a, y);
    if (x !== undefined) return repeat(b, x);
  }
  if (a instanceof Set && b instanceof Set) {
    if (operator === '-') return new Set([...a].filter((item) => !b.has(item)));
  }
  return undefined;
}

function repeat(value: Value, times: number): Value | undefined {
  if (typeof value === 'string') return value.repeat(Math.max(0, times));
  if (!Array.isArray(value)) return undefined;
  const items: Value[] = [];
  for (let count = 0; count < times; count += 1) items.push(...value);
  return value instanceof Tuple ? Tuple.fromItems(items) : items;
}

/** Python's unary minus. */
export function negate(value: Value): Value {
  refuseUndefined(value);
  if (typeof value === 'bigint') return -value;
  const number = numberOf(value);
  if (number !== undefined) return value instanceof Float ? new Float(-number) : -number || 0;
  const result = value instanceof TemplateObject ? value.operate('negate', null, false) : undefined;
  if (result === undefined) throw new TemplateFault(`bad operand type for unary -: '${typeName(value)}'`);
  return result;
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
    if (container.has(item)) return true;
    return (
      typeof item === 'object' && item !== null && [...container.keys()].some((key) => equals(key, item))
    );
  }
  if (container instanceof TemplateObject && container.iterate() === undefined) {
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
