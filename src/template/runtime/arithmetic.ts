import type { Value } from '../value.ts';
import { Float, toFloat } from '../values/float.ts';
import { numberOf } from '../values/type-name.ts';
import { TemplateFault } from './template-fault.ts';

/** Bits beyond which `**` is refused: the result would only fill the memory. */
const MAX_POWER_BITS = 1_000_000;

/** Python's arithmetic on two values that are numbers, `x` and `y`. Throws TemplateFault where Python raises. */
export function arithmetic(operator: string, a: Value, b: Value, x: number, y: number): Value {
  const float = isFloat(a) || isFloat(b);
  if (y === 0 && (operator === '/' || operator === '//' || operator === '%')) throw byZero(operator, float);
  if (operator === '**' && x === 0 && y < 0)
    throw new TemplateFault('0.0 cannot be raised to a negative power');
  if (!float && operator !== '/' && !(operator === '**' && y < 0)) return integers(operator, a, b, x, y);
  return toFloat(floats(operator, x, y));
}

function byZero(operator: string, float: boolean): TemplateFault {
  if (operator === '/') return new TemplateFault(float ? 'float division by zero' : 'division by zero');
  if (operator === '//')
    return new TemplateFault(float ? 'float floor division by zero' : 'integer division or modulo by zero');
  return new TemplateFault(float ? 'float modulo' : 'integer modulo by zero');
}

function isFloat(value: Value): boolean {
  return value instanceof Float || (typeof value === 'number' && !Number.isInteger(value));
}

function floats(operator: string, x: number, y: number): number {
  switch (operator) {
    case '+':
      return x + y;
    case '-':
      return x - y;
    case '*':
      return x * y;
    case '/':
      return x / y;
    case '//':
      return floorDivide(x, y);
    case '%':
      return modulo(x, y);
    default:
      return power(x, y);
  }
}

/** Python's float `%`: exact, with the sign of the divisor. */
function modulo(x: number, y: number): number {
  const rest = x % y;
  if (rest === 0) return y < 0 ? -0 : 0;
  return rest < 0 === y < 0 ? rest : rest + y;
}

function floorDivide(x: number, y: number): number {
  const quotient = (x - modulo(x, y)) / y;
  if (quotient === 0) return x / y < 0 || Object.is(x / y, -0) ? -0 : 0;
  const floor = Math.floor(quotient);
  return quotient - floor > 0.5 ? floor + 1 : floor;
}

function power(x: number, y: number): number {
  const result = x ** y;
  if (Number.isNaN(result) && !Number.isNaN(x) && !Number.isNaN(y))
    throw new TemplateFault(
      'a negative number to a fractional power is complex, which templates cannot hold',
    );
  if (!Number.isFinite(result) && Number.isFinite(x) && Number.isFinite(y))
    throw new TemplateFault("(34, 'Numerical result out of range')");
  return result;
}

/** Integer results stay exact: past 2^53 they are computed, and kept, as bigints. */
function integers(operator: string, a: Value, b: Value, x: number, y: number): Value {
  if (typeof a !== 'bigint' && typeof b !== 'bigint') {
    const quick = quickInteger(operator, x, y);
    if (Number.isSafeInteger(quick)) return quick || 0;
  }
  return shrink(bigIntegers(operator, toBigInt(a, x), toBigInt(b, y)));
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
      return modulo(x, y);
    default:
      return x ** y;
  }
}

function bigIntegers(operator: string, x: bigint, y: bigint): bigint {
  switch (operator) {
    case '+':
      return x + y;
    case '-':
      return x - y;
    case '*':
      return x * y;
    case '//':
      return bigFloor(x, y);
    case '%':
      return x - y * bigFloor(x, y);
    default:
      if (BigInt(x.toString(2).length) * y > MAX_POWER_BITS)
        throw new TemplateFault('the result of ** is too large');
      return x ** y;
  }
}

function bigFloor(x: bigint, y: bigint): bigint {
  const quotient = x / y;
  return x % y !== 0n && x < 0n !== y < 0n ? quotient - 1n : quotient;
}

function toBigInt(value: Value, number: number): bigint {
  return typeof value === 'bigint' ? value : BigInt(number);
}

/** An integer as templates keep it: a number where that is exact. */
function shrink(value: bigint): number | bigint {
  const small = Number(value);
  return Number.isSafeInteger(small) ? small : value;
}

/** Python's unary `+` or `-` of a number; a bool becomes an int. */
export function signed(value: Value, negative: boolean): Value | undefined {
  if (typeof value === 'bigint') return negative ? shrink(-value) : value;
  const number = numberOf(value);
  if (number === undefined) return undefined;
  if (value instanceof Float) return negative ? new Float(-number) : value;
  return negative ? -number || 0 : number;
}
