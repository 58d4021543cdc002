import { defineFunction } from '../define-function.ts';
import { TemplateFault } from '../runtime/template-fault.ts';
import { TemplateObject, type Value } from '../value.ts';
import { floatText, toRepr } from '../values/to-text.ts';
import { Tuple } from '../values/tuple.ts';
import { numberOf } from '../values/type-name.ts';
import { isFloat, isInteger, textArgument } from './arguments.ts';
import { compareDecimals, decimalArithmetic } from './decimal/decimal-arithmetic.ts';
import {
  atExponent,
  decimalText,
  readDecimal,
  type DecimalNumber,
  type Rounding,
} from './decimal/decimal-number.ts';
import { getter, memberOf, type Members } from './python-class.ts';

type Special = 'NaN' | 'Infinity' | '-Infinity';

/** Python's `Decimal`: what a query's decimals and doubles are in agate tables. */
export class DecimalValue extends TemplateObject {
  readonly typeName = 'decimal.Decimal';
  /** The number; null when it is none. */
  readonly number: DecimalNumber | null;
  readonly special: Special | null;

  constructor(content: DecimalNumber | Special) {
    super();
    this.number = typeof content === 'string' ? null : content;
    this.special = typeof content === 'string' ? content : null;
  }

  /** Reads `-12.50`, `1e-7`, `NaN`, `Infinity`; undefined for anything else. */
  static parse(text: string): DecimalValue | undefined {
    const number = readDecimal(text);
    if (number) return new DecimalValue(number);
    const special = /^\s*([+-]?)(?:(nan)|inf(?:inity)?)\s*$/i.exec(text);
    if (!special) return undefined;
    return new DecimalValue(special[2] ? 'NaN' : special[1] === '-' ? '-Infinity' : 'Infinity');
  }

  /** The decimal with the digits that Python prints of a float: 2.0 has one decimal place. */
  static fromFloat(value: number): DecimalValue {
    return DecimalValue.parse(floatText(value)) ?? new DecimalValue('NaN');
  }

  /** The nearest float. */
  toNumber(): number {
    return Number(this.toText());
  }

  override getAttribute(name: string): Value | undefined {
    return memberOf(members, this, name);
  }

  override isTruthy(): boolean {
    return this.number === null || this.number.coefficient !== 0n;
  }

  override equals(other: Value): boolean {
    return this.special !== 'NaN' && this.compare(other) === 0;
  }

  override compare(other: Value): number | undefined {
    const right = exact(other);
    if (right === undefined) return undefined;
    if (this.number !== null && right.number !== null) return compareDecimals(this.number, right.number);
    if (this.special === 'NaN' || right.special === 'NaN') return NaN;
    const [a, b] = [this.toNumber(), right.toNumber()];
    return a < b ? -1 : a > b ? 1 : 0;
  }

  override operate(operator: string, other: Value, reflected: boolean): Value | undefined {
    if (operator === 'negate') return negative(this);
    const right = isInteger(other) || other instanceof DecimalValue ? exact(other) : undefined;
    if (right === undefined) return undefined;
    const [a, b] = reflected ? [right, this] : [this, right];
    if (a.number === null || b.number === null) return specialArithmetic(operator, a, b);
    const result = decimalArithmetic(operator, a.number, b.number);
    return result && new DecimalValue(result);
  }

  override toJson(): unknown {
    return this.toNumber();
  }

  override toText(): string {
    return this.number === null ? (this.special ?? '') : decimalText(this.number);
  }

  override toRepr(): string {
    return `Decimal('${this.toText()}')`;
  }
}

/** A number as an exact decimal; undefined for what is no number. */
function exact(value: Value): DecimalValue | undefined {
  if (value instanceof DecimalValue) return value;
  if (isInteger(value)) return DecimalValue.parse(String(typeof value === 'boolean' ? Number(value) : value));
  if (!isFloat(value)) return undefined;
  const number = numberOf(value) ?? 0;
  if (!Number.isFinite(number)) return DecimalValue.fromFloat(number);
  return DecimalValue.parse(exactFloatText(number));
}

/** All digits of a float's binary value: 0.1 has 55 of them. */
function exactFloatText(value: number): string {
  let digits = Math.abs(value);
  let halvings = 0;
  while (!Number.isInteger(digits)) {
    digits *= 2;
    halvings += 1;
  }
  const coefficient = BigInt(digits) * 5n ** BigInt(halvings);
  return `${value < 0 ? '-' : ''}${coefficient}e-${halvings}`;
}

function negative(value: DecimalValue): DecimalValue {
  if (value.number !== null) {
    const isNegative = value.number.coefficient !== 0n && !value.number.negative;
    return new DecimalValue({ ...value.number, negative: isNegative });
  }
  if (value.special === 'NaN') return value;
  return new DecimalValue(value.special === 'Infinity' ? '-Infinity' : 'Infinity');
}

function specialArithmetic(operator: string, a: DecimalValue, b: DecimalValue): DecimalValue | undefined {
  const [x, y] = [a.toNumber(), b.toNumber()];
  const results: Readonly<Record<string, number>> = { '+': x + y, '-': x - y, '*': x * y, '/': x / y };
  const result = results[operator];
  return result === undefined ? undefined : DecimalValue.fromFloat(result);
}

const ROUNDINGS: readonly Rounding[] = [
  'ROUND_HALF_EVEN',
  'ROUND_HALF_UP',
  'ROUND_HALF_DOWN',
  'ROUND_DOWN',
  'ROUND_UP',
  'ROUND_FLOOR',
  'ROUND_CEILING',
];

function roundingArgument(value: Value | undefined): Rounding {
  if (value === null || value === undefined) return 'ROUND_HALF_EVEN';
  const rounding = ROUNDINGS.find((candidate) => candidate === textArgument(value, 'rounding'));
  if (rounding === undefined) throw new TemplateFault(`${toRepr(value)} is not a way of rounding decimals`);
  return rounding;
}

const members: Members<DecimalValue> = {
  quantize: (self) =>
    defineFunction(
      'quantize',
      [{ name: 'exp' }, { name: 'rounding', default: null }],
      ({ exp, rounding }) => {
        const unit = exact(exp ?? null)?.number;
        if (!unit || self.number === null) throw new TemplateFault("[<class 'decimal.InvalidOperation'>]");
        return new DecimalValue(atExponent(self.number, unit.exponent, roundingArgument(rounding)));
      },
    ),
  to_integral_value: (self) => toIntegral('to_integral_value', self),
  to_integral: (self) => toIntegral('to_integral', self),
  normalize: (self) => getter('normalize', () => normalized(self)),
  is_nan: (self) => getter('is_nan', () => self.special === 'NaN'),
  is_finite: (self) => getter('is_finite', () => self.number !== null),
  is_infinite: (self) => getter('is_infinite', () => self.number === null && self.special !== 'NaN'),
  is_zero: (self) => getter('is_zero', () => !self.isTruthy()),
  is_signed: (self) => getter('is_signed', () => self.toText().startsWith('-')),
  copy_abs: (self) =>
    getter('copy_abs', () =>
      self.number === null ? self : new DecimalValue({ ...self.number, negative: false }),
    ),
  as_tuple: (self) =>
    getter('as_tuple', () => {
      if (self.number === null) return Tuple.fromItems([]);
      const digits = [...self.number.coefficient.toString()].map(Number);
      return Tuple.fromItems([self.number.negative ? 1 : 0, Tuple.fromItems(digits), self.number.exponent]);
    }),
};

function toIntegral(name: string, self: DecimalValue): Value {
  return defineFunction(name, [{ name: 'rounding', default: null }], ({ rounding }) =>
    self.number === null || self.number.exponent >= 0
      ? self
      : new DecimalValue(atExponent(self.number, 0, roundingArgument(rounding))),
  );
}

/** Without zeros at the end. */
function normalized(self: DecimalValue): DecimalValue {
  if (self.number === null) return self;
  let { coefficient, exponent } = self.number;
  if (coefficient === 0n)
    return new DecimalValue({ negative: self.number.negative, coefficient, exponent: 0 });
  while (coefficient % 10n === 0n) {
    coefficient /= 10n;
    exponent += 1;
  }
  return new DecimalValue({ negative: self.number.negative, coefficient, exponent });
}
