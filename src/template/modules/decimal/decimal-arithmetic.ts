import { TemplateFault } from '../../runtime/template-fault.ts';
import {
  fromSigned,
  PRECISION,
  power10,
  scaledTo,
  toPrecision,
  type DecimalNumber,
} from './decimal-number.ts';

/** Negative, zero or positive. */
export function compareDecimals(a: DecimalNumber, b: DecimalNumber): number {
  const exponent = Math.min(a.exponent, b.exponent);
  const difference = scaledTo(a, exponent) - scaledTo(b, exponent);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

function add(a: DecimalNumber, b: DecimalNumber): DecimalNumber {
  const exponent = Math.min(a.exponent, b.exponent);
  return fromSigned(scaledTo(a, exponent) + scaledTo(b, exponent), exponent, a.negative && b.negative);
}

const opposite = (number: DecimalNumber): DecimalNumber => ({ ...number, negative: !number.negative });

function multiply(a: DecimalNumber, b: DecimalNumber): DecimalNumber {
  return {
    negative: a.negative !== b.negative,
    coefficient: a.coefficient * b.coefficient,
    exponent: a.exponent + b.exponent,
  };
}

/** Exact where it can be, with as few digits as possible but no exponent above the ideal one. */
function divide(a: DecimalNumber, b: DecimalNumber): DecimalNumber {
  const negative = a.negative !== b.negative;
  const ideal = a.exponent - b.exponent;
  if (a.coefficient === 0n) return { negative, coefficient: 0n, exponent: ideal };
  const shift = Math.max(
    0,
    PRECISION + 1 + b.coefficient.toString().length - a.coefficient.toString().length,
  );
  const size = a.coefficient * power10(shift);
  let coefficient = size / b.coefficient;
  let exponent = ideal - shift;
  if (size % b.coefficient !== 0n) {
    // A digit beyond the precision that stands for the rest, so that rounding sees more than the half.
    coefficient = coefficient * 10n + 1n;
    exponent -= 1;
    return { negative, coefficient, exponent };
  }
  while (exponent < ideal && coefficient % 10n === 0n) {
    coefficient /= 10n;
    exponent += 1;
  }
  return { negative, coefficient, exponent };
}

/** Quotient and rest as Python has them for decimals: the quotient is cut towards zero. */
function divideWhole(a: DecimalNumber, b: DecimalNumber): readonly [DecimalNumber, DecimalNumber] {
  const exponent = Math.min(a.exponent, b.exponent);
  const [x, y] = [scaledTo(a, exponent), scaledTo(b, exponent)];
  return [fromSigned(x / y, 0, a.negative !== b.negative), fromSigned(x % y, exponent, a.negative)];
}

function raise(base: DecimalNumber, power: DecimalNumber): DecimalNumber {
  const whole = power.exponent >= 0 ? scaledTo(power, 0) : null;
  if (whole === null || whole > 10_000n || whole < -10_000n)
    throw new TemplateFault('decimals can only be raised to whole powers up to 10000');
  const count = Number(whole < 0n ? -whole : whole);
  let result: DecimalNumber = { negative: false, coefficient: 1n, exponent: 0 };
  for (let step = 0; step < count; step += 1) result = multiply(result, base);
  return whole < 0n ? divide({ negative: false, coefficient: 1n, exponent: 0 }, result) : result;
}

/** Python's `+ - * / // % **` of decimals, in the default context. Throws TemplateFault for divisions by zero. */
export function decimalArithmetic(
  operator: string,
  a: DecimalNumber,
  b: DecimalNumber,
): DecimalNumber | undefined {
  const divides = operator === '/' || operator === '//' || operator === '%';
  if (divides && b.coefficient === 0n) throw new TemplateFault("[<class 'decimal.DivisionByZero'>]");
  switch (operator) {
    case '+':
      return toPrecision(add(a, b));
    case '-':
      return toPrecision(add(a, opposite(b)));
    case '*':
      return toPrecision(multiply(a, b));
    case '/':
      return toPrecision(divide(a, b));
    case '//':
      return divideWhole(a, b)[0];
    case '%':
      return toPrecision(divideWhole(a, b)[1]);
    case '**':
      return toPrecision(raise(a, b));
    default:
      return undefined;
  }
}
