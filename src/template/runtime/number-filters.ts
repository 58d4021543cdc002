import type { Value } from '../value.ts';
import { roundDecimal } from '../../util/round-decimal.ts';
import { Float, toFloat } from '../values/float.ts';
import { isTruthy } from '../values/truthy.ts';
import { numberOf, typeName } from '../values/type-name.ts';
import { Undefined } from '../values/undefined.ts';
import { argument, type Filters } from './filter.ts';
import { negate, plus } from './operators.ts';
import { TemplateFault } from './template-fault.ts';
import { TemplateObject } from '../value.ts';

const INTEGER = /^\s*[-+]?\d[\d_]*\s*$/;
const DECIMAL = /^\s*[-+]?(\d[\d_]*\.?\d*|\.\d+)(e[-+]?\d+)?\s*$/i;

function toInteger(value: Value, otherwise: Value, base: number): Value {
  if (value instanceof Undefined) throw new TemplateFault(value.reason);
  if (typeof value === 'bigint') return value;
  const number = numberOf(value);
  if (number !== undefined) return truncated(number, otherwise);
  if (value instanceof TemplateObject)
    return DECIMAL.test(value.toText()) ? Math.trunc(Number(value.toText())) : otherwise;
  if (typeof value !== 'string') return otherwise;
  if (base !== 10) {
    const parsed = parseInt(value.trim().replace(/^0[xbo]/i, ''), base);
    return Number.isNaN(parsed) ? otherwise : parsed;
  }
  const text = value.replace(/_/g, '').trim();
  if (INTEGER.test(value)) return Number.isSafeInteger(Number(text)) ? Number(text) : BigInt(text);
  return DECIMAL.test(value) ? truncated(Number(text), otherwise) : otherwise;
}

function truncated(number: number, otherwise: Value): Value {
  if (!Number.isFinite(number)) return otherwise;
  return Number.isSafeInteger(Math.trunc(number)) ? Math.trunc(number) || 0 : BigInt(Math.trunc(number));
}

function toFloatValue(value: Value, otherwise: Value): Value {
  if (value instanceof Undefined) throw new TemplateFault(value.reason);
  const number = numberOf(value);
  if (number !== undefined) return toFloat(number);
  const text = typeof value === 'string' ? value : value instanceof TemplateObject ? value.toText() : '';
  if (DECIMAL.test(text)) return toFloat(Number(text.replace(/_/g, '')));
  const special = /^\s*([-+]?)(inf|infinity|nan)\s*$/i.exec(text);
  if (!special) return otherwise;
  return new Float(/nan/i.test(special[2] ?? '') ? NaN : special[1] === '-' ? -Infinity : Infinity);
}

/** Python's `round`: halves of the exact binary value go to the even neighbour; ints stay ints. */
function roundNumber(value: Value, number: number, digits: number): Value {
  if (digits >= 0) {
    if (isInteger(value)) return typeof value === 'boolean' ? number : value;
    return toFloat(Number.isFinite(number) ? Number(roundDecimal(number, Math.min(75, digits))) : number);
  }
  const unit = 10 ** -digits;
  const rounded = Number(roundDecimal(number / unit, 0)) * unit;
  return isInteger(value) ? rounded || 0 : toFloat(rounded);
}

function isInteger(value: Value): boolean {
  return typeof value === 'bigint' || typeof value === 'boolean' || Number.isInteger(value);
}

/** The number to round: of a number, or of an object that prints as one. Throws TemplateFault for anything else. */
function roundable(value: Value): number {
  const number = numberOf(value) ?? (value instanceof TemplateObject ? Number(value.toText() || NaN) : NaN);
  if (Number.isNaN(number) && numberOf(value) === undefined)
    throw new TemplateFault(`type ${typeName(value)} doesn't define __round__ method`);
  return number;
}

/** Jinja's filters over numbers, and `default`. */
export const numberFilters = {
  int: (value, args, kwargs) =>
    toInteger(
      value,
      argument(args, kwargs, 0, 'default', 0),
      numberOf(argument(args, kwargs, 1, 'base', 10)) ?? 10,
    ),
  float: (value, args, kwargs) => toFloatValue(value, argument(args, kwargs, 0, 'default', new Float(0))),
  abs(value) {
    const number = numberOf(value);
    if (number !== undefined) return number < 0 || Object.is(number, -0) ? negate(value) : plus(value);
    if (value instanceof TemplateObject && !(value instanceof Undefined))
      return value.toText().startsWith('-') ? negate(value) : value;
    throw new TemplateFault(`bad operand type for abs(): '${typeName(value)}'`);
  },
  round(value, args, kwargs) {
    const digits = numberOf(argument(args, kwargs, 0, 'precision', 0)) ?? 0;
    const method = argument(args, kwargs, 1, 'method', 'common');
    if (method !== 'common' && method !== 'ceil' && method !== 'floor')
      throw new TemplateFault('method must be common, ceil or floor');
    const number = roundable(value);
    if (method === 'common') return roundNumber(value, number, digits);
    const unit = 10 ** digits;
    return toFloat((method === 'ceil' ? Math.ceil(number * unit) : Math.floor(number * unit)) / unit);
  },
  default(value, args, kwargs) {
    const missing =
      value instanceof Undefined ||
      (isTruthy(argument(args, kwargs, 1, 'boolean', false)) && !isTruthy(value));
    return missing ? argument(args, kwargs, 0, 'default_value', '') : value;
  },
} satisfies Filters;
