import type { Value } from '../value.ts';
import { toRepr, toText } from '../values/to-text.ts';
import { Tuple } from '../values/tuple.ts';
import { numberOf, typeName } from '../values/type-name.ts';
import { TemplateFault } from './template-fault.ts';

const DIRECTIVE = /%(?:\(([^)]*)\))?([-+ 0#]*)(\d+|\*)?(?:\.(\d+))?[hlL]?([sdiufFrxXeEgGoc%a])/g;

/** Python's `text % values`. Throws TemplateFault when the values do not fit the directives. */
export function formatPercent(text: string, values: Value): string {
  const list: readonly Value[] = values instanceof Tuple ? values : [values];
  let next = 0;
  const take = (key: string | undefined): Value => {
    if (key !== undefined) {
      const value = values instanceof Map ? values.get(key) : undefined;
      if (value === undefined) throw new TemplateFault(`format key '${key}' is not among the values`);
      return value;
    }
    const value = list[next];
    next += 1;
    if (value === undefined) throw new TemplateFault('not enough arguments for format string');
    return value;
  };
  const result = text.replace(
    DIRECTIVE,
    (_whole, key?: string, flags?: string, width?: string, precision?: string, kind?: string) => {
      if (kind === '%') return '%';
      const size = width === '*' ? Number(numberOf(take(undefined))) : Number(width ?? 0);
      const body = directive(kind ?? 's', take(key), flags ?? '', precision);
      return pad(body, size, flags ?? '', kind ?? 's');
    },
  );
  const whole =
    values instanceof Tuple
      ? next < list.length
      : next === 0 && !(values instanceof Map) && !text.includes('%');
  if (whole && !(list.length === 0))
    throw new TemplateFault('not all arguments converted during string formatting');
  return result;
}

function directive(kind: string, value: Value, flags: string, precision: string | undefined): string {
  if (kind === 's' || kind === 'r' || kind === 'a') {
    const text = kind === 's' ? toText(value) : toRepr(value);
    return precision === undefined ? text : text.slice(0, Number(precision));
  }
  if (kind === 'c') return typeof value === 'string' ? value : String.fromCodePoint(Number(numberOf(value)));
  const number = numberOf(value);
  if (number === undefined) {
    throw new TemplateFault(`%${kind} format: a real number is required, not ${typeName(value)}`);
  }
  const sign = number >= 0 && flags.includes('+') ? '+' : number >= 0 && flags.includes(' ') ? ' ' : '';
  return sign + formatNumber(kind, number, precision, value);
}

function formatNumber(kind: string, number: number, precision: string | undefined, value: Value): string {
  const digits = precision === undefined ? 6 : Number(precision);
  switch (kind) {
    case 'd':
    case 'i':
    case 'u':
      return typeof value === 'bigint' ? value.toString() : String(Math.trunc(number));
    case 'f':
    case 'F':
      return number.toFixed(digits);
    case 'x':
      return Math.trunc(number).toString(16);
    case 'X':
      return Math.trunc(number).toString(16).toUpperCase();
    case 'o':
      return Math.trunc(number).toString(8);
    case 'e':
    case 'E': {
      const text = number.toExponential(digits).replace(/e([+-])(\d)$/, 'e$10$2');
      return kind === 'E' ? text.toUpperCase() : text;
    }
    default:
      return general(number, digits);
  }
}

/** `%g`: shortest of fixed and exponential, without trailing zeros. */
export function general(number: number, digits: number): string {
  if (number === 0) return '0';
  const exponent = Math.floor(Math.log10(Math.abs(number)));
  if (exponent < -4 || exponent >= Math.max(1, digits)) {
    return number
      .toExponential(Math.max(0, digits - 1))
      .replace(/\.?0+e/, 'e')
      .replace(/e([+-])(\d)$/, 'e$10$2');
  }
  const text = number.toPrecision(Math.max(1, digits));
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

function pad(text: string, width: number, flags: string, kind: string): string {
  if (text.length >= width) return text;
  if (flags.includes('-')) return text.padEnd(width);
  if (!flags.includes('0') || kind === 's' || kind === 'r') return text.padStart(width);
  const sign = /^[+\- ]/.exec(text)?.[0] ?? '';
  return sign + text.slice(sign.length).padStart(width - sign.length, '0');
}
