/**
 * A finite decimal: `coefficient * 10 ** exponent`. The sign is apart, because zero has one, too.
 */
export interface DecimalNumber {
  readonly negative: boolean;
  /** Digits without sign. */
  readonly coefficient: bigint;
  readonly exponent: number;
}

/** Significant digits of results, as in Python's default context. */
export const PRECISION = 28;

const NUMBER = /^([+-]?)(?:(\d+)(?:\.(\d*))?|\.(\d+))(?:[eE]([+-]?\d+))?$/;

/** 10 to a power that is not negative. */
export function power10(exponent: number): bigint {
  return 10n ** BigInt(exponent);
}

/** Reads `-12.50`, `1e-7`, `.5`; undefined for anything else. */
export function readDecimal(text: string): DecimalNumber | undefined {
  const match = NUMBER.exec(text.trim().replace(/_/g, ''));
  if (!match) return undefined;
  const [, sign, whole = '', fraction = match[4] ?? '', , exponent = '0'] = match;
  return {
    negative: sign === '-',
    coefficient: BigInt((whole + fraction).replace(/^0+(?=\d)/, '') || '0'),
    exponent: Number(exponent) - fraction.length,
  };
}

/** The value with its sign, as a multiple of `10 ** exponent`; exponent must not be above the number's own. */
export function scaledTo(number: DecimalNumber, exponent: number): bigint {
  const size = number.coefficient * power10(number.exponent - exponent);
  return number.negative ? -size : size;
}

/** A number of this signed size; `negativeZero` keeps the sign of a zero. */
export function fromSigned(size: bigint, exponent: number, negativeZero = false): DecimalNumber {
  return {
    negative: size < 0n || (size === 0n && negativeZero),
    coefficient: size < 0n ? -size : size,
    exponent,
  };
}

/** How a quotient or a cut is rounded. */
export type Rounding =
  | 'ROUND_HALF_EVEN'
  | 'ROUND_HALF_UP'
  | 'ROUND_HALF_DOWN'
  | 'ROUND_DOWN'
  | 'ROUND_UP'
  | 'ROUND_FLOOR'
  | 'ROUND_CEILING';

/** `size / divisor` (both without sign) to a whole number; `negative` is the sign that the result will bear. */
function divideRounded(size: bigint, divisor: bigint, negative: boolean, rounding: Rounding): bigint {
  const quotient = size / divisor;
  const rest = size % divisor;
  if (rest === 0n) return quotient;
  const twice = rest * 2n;
  const half = twice === divisor ? 0 : twice > divisor ? 1 : -1;
  const up = {
    ROUND_HALF_EVEN: half > 0 || (half === 0 && quotient % 2n === 1n),
    ROUND_HALF_UP: half >= 0,
    ROUND_HALF_DOWN: half > 0,
    ROUND_DOWN: false,
    ROUND_UP: true,
    ROUND_FLOOR: negative,
    ROUND_CEILING: !negative,
  }[rounding];
  return up ? quotient + 1n : quotient;
}

/** The number with at most `PRECISION` digits, rounded half to even. */
export function toPrecision(number: DecimalNumber): DecimalNumber {
  const excess = number.coefficient.toString().length - PRECISION;
  if (excess <= 0) return number;
  const coefficient = divideRounded(number.coefficient, power10(excess), number.negative, 'ROUND_HALF_EVEN');
  const rounded = { negative: number.negative, coefficient, exponent: number.exponent + excess };
  return coefficient.toString().length > PRECISION ? toPrecision(rounded) : rounded;
}

/** The number at another exponent, rounded where digits are cut off. */
export function atExponent(number: DecimalNumber, exponent: number, rounding: Rounding): DecimalNumber {
  const shift = number.exponent - exponent;
  const coefficient =
    shift >= 0
      ? number.coefficient * power10(shift)
      : divideRounded(number.coefficient, power10(-shift), number.negative, rounding);
  return { negative: number.negative, coefficient, exponent };
}

/** Python's text of a decimal: plain where the exponent allows, else scientific (`1E+20`). */
export function decimalText({ negative, coefficient, exponent }: DecimalNumber): string {
  const digits = coefficient.toString();
  const adjusted = exponent + digits.length - 1;
  const sign = negative ? '-' : '';
  if (exponent <= 0 && adjusted >= -6) {
    if (exponent === 0) return sign + digits;
    const padded = digits.padStart(1 - exponent, '0');
    return `${sign}${padded.slice(0, exponent)}.${padded.slice(exponent)}`;
  }
  const mantissa = digits.length === 1 ? digits : `${digits[0]}.${digits.slice(1)}`;
  return `${sign}${mantissa}E${adjusted < 0 ? '' : '+'}${adjusted}`;
}
