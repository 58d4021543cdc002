import type { Value } from '../value.ts';
import { Float, toFloat } from '../values/float.ts';
import { isTruthy } from '../values/truthy.ts';
import { numberOf } from '../values/type-name.ts';
import { Undefined } from '../values/undefined.ts';
import { argument, type Filters } from './filter.ts';
import { negate } from './operators.ts';
import { TemplateFault } from './template-fault.ts';
import { TemplateObject } from '../value.ts';
import { toText } from '../values/to-text.ts';

const INTEGER = /^\s*[-+]?\d[\d_]*\s*$/;
const DECIMAL = /^\s*[-+]?(\d[\d_]*\.?\d*|\.\d+)(e[-+]?\d+)?\s*$/i;

function toInteger(value: Value, otherwise: Value, base: number): Value {
  if (value instanceof Undefined) throw new TemplateFault(value.reason);
  if (typeof value === 'bigint') return value;
  const number = numberOf(value);
  if (number !== undefined) return Number.isFinite(number) ? Math.trunc(number) : otherwise;
  if (value instanceof TemplateObject)
    return DECIMAL.test(value.toText()) ? Math.trunc(Number(value.toText())) : otherwise;
  if (typeof value !== 'string') return otherwise;
  if (base !== 10) {
    const parsed = parseInt(value.trim().replace(/^0[xbo]/i, ''), base);
    return Number.isNaN(parsed) ? otherwise : parsed;
  }
  const text = value.replace(/_/g, '').trim();
  if (INTEGER.test(value)) return Number.isSafeInteger(Number(text)) ? Number(text) : BigInt(text);
  return DECIMAL.test(value) ? Math.trunc(Number(text)) : otherwise;
}

function toFloatValue(value: Value, otherwise: Value): Value {
  const number = numberOf(value);
  if (number !== undefined) return toFloat(number);
  const text = typeof value === 'string' ? value : value instanceof TemplateObject ? value.toText() : '';
  if (DECIMAL.test(text)) return toFloat(Number(text.replace(/_/g, '')));
  const special = /^\s*([-+]?)(inf|infinity|nan)\s*$/i.exec(text);
  if (!special) return otherwise;
  return new Float(/nan/i.test(special[2] ?? '') ? NaN : special[1] === '-' ? -Infinity : Infinity);
}

/** Python rounds halves to the even neighbour, on the exact binary value. */
function roundHalfEven(value: number, digits: number): number {
  if (digits >= 0) {
    const text = value.toFixed(Math.min(100, digits));
    const scaled = Math.abs(value) * 10 ** digits;
    const tie = Math.abs(scaled % 1) === 0.5 && digits === 0;
    if (!tie) return Number(text);
    const floor = Math.floor(scaled);
    return (Math.sign(value) * (floor % 2 === 0 ? floor : floor + 1)) / 10 ** digits;
  }
  const unit = 10 ** -digits;
  return Math.round(value / unit) * unit;
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
    if (number === undefined) {
      if (value instanceof TemplateObject && toText(value).startsWith('-')) return negate(value);
      return value;
    }
    return number < 0 ? negate(value) : value;
  },
  round(value, args, kwargs) {
    const digits = numberOf(argument(args, kwargs, 0, 'precision', 0)) ?? 0;
    const method = argument(args, kwargs, 1, 'method', 'common');
    const number = numberOf(value) ?? Number(toText(value));
    const unit = 10 ** digits;
    if (method === 'ceil') return toFloat(Math.ceil(number * unit) / unit);
    if (method === 'floor') return toFloat(Math.floor(number * unit) / unit);
    return toFloat(roundHalfEven(number, digits));
  },
  default(value, args, kwargs) {
    const missing =
      value instanceof Undefined ||
      (isTruthy(argument(args, kwargs, 1, 'boolean', false)) && !isTruthy(value));
    return missing ? argument(args, kwargs, 0, 'default_value', '') : value;
  },
} satisfies Filters;
