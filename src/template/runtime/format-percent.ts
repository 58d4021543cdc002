import { TemplateObject, type Value } from '../value.ts';
import { getEntry } from '../values/hashed.ts';
import { toRepr, toText } from '../values/to-text.ts';
import { Tuple } from '../values/tuple.ts';
import { numberOf, typeName } from '../values/type-name.ts';
import { Undefined } from '../values/undefined.ts';
import { baseText, exponentText, fixedText, generalText } from './format-number.ts';
import { TemplateFault } from './template-fault.ts';

const DIRECTIVE = /%(?:\(([^)]*)\))?([-+ 0#]*)(\d+|\*)?(?:\.(\d+|\*)?)?[hlL]?([\s\S]?)/g;

/** Hands out the values of `text % values`, in order or by name. */
class Values {
  readonly #values: Value;
  #next = 0;

  constructor(values: Value) {
    this.#values = values;
  }

  take(): Value {
    const value =
      this.#values instanceof Tuple ? this.#values[this.#next] : this.#next === 0 ? this.#values : undefined;
    this.#next += 1;
    if (value === undefined) throw new TemplateFault('not enough arguments for format string');
    return value;
  }

  named(key: string): Value {
    this.#next = 1;
    if (!(this.#values instanceof Map)) throw new TemplateFault('format requires a mapping');
    const value = getEntry(this.#values, key);
    if (value === undefined) throw new TemplateFault(`KeyError: '${key}'`);
    return value;
  }

  /** Values left over are an error, but for a dict or list, whose items might have been named. */
  finish(): void {
    const values = this.#values;
    const left =
      values instanceof Tuple
        ? this.#next < values.length
        : this.#next === 0 && !(values instanceof Map) && !Array.isArray(values);
    if (left) throw new TemplateFault('not all arguments converted during string formatting');
  }
}

/** Python's `text % values`. Throws TemplateFault when the values do not fit the directives. */
export function formatPercent(text: string, given: Value): string {
  const values = new Values(given);
  const number = (): number => numberOf(values.take()) ?? 0;
  const result = text.replace(
    DIRECTIVE,
    (whole, key?: string, flags = '', width?: string, precision?: string, kind = '', at = 0) => {
      if (kind === '%') return '%';
      if (kind === '') throw new TemplateFault('incomplete format');
      const size = width === '*' ? number() : Number(width ?? 0);
      const digits =
        precision === '*' ? number() : precision === undefined ? dotOnly(whole) : Number(precision);
      if (!'sradiufFxXoeEgGc'.includes(kind)) throw unknownDirective(kind, Number(at) + whole.length - 1);
      const value = key === undefined ? values.take() : values.named(key);
      return pad(directive(kind, value, flags, digits), size, flags, kind);
    },
  );
  values.finish();
  return result;
}

/** `%.f` means no decimals; without a point the default holds. */
function dotOnly(whole: string): number | null {
  return /\.[hlL]?[\s\S]$/.test(whole) ? 0 : null;
}

function unknownDirective(kind: string, index: number): TemplateFault {
  const code = (kind.codePointAt(0) ?? 0).toString(16);
  return new TemplateFault(`unsupported format character '${kind}' (0x${code}) at index ${index}`);
}

function directive(kind: string, value: Value, flags: string, digits: number | null): string {
  if (kind === 's' || kind === 'r' || kind === 'a') {
    const text = kind === 's' ? toText(value) : toRepr(value);
    return digits === null ? text : [...text].slice(0, digits).join('');
  }
  if (kind === 'c') return typeof value === 'string' ? value : String.fromCodePoint(numberOf(value) ?? 0);
  if (value instanceof Undefined) throw new TemplateFault(value.reason);
  const number = numberOf(value) ?? (value instanceof TemplateObject ? Number(value.toText()) : NaN);
  if (typeof value === 'string' || (Number.isNaN(number) && toText(value) !== 'nan')) {
    const needed = 'xXo'.includes(kind) ? 'an integer' : 'a real number';
    const what = 'eEfFgG'.includes(kind) ? 'must be real number' : `%${kind} format: ${needed} is required`;
    throw new TemplateFault(`${what}, not ${typeName(value)}`);
  }
  const text = formatNumber(kind, number, value, digits ?? 6, flags.includes('#'));
  const sign = flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '';
  return text.startsWith('-') ? text : sign + text;
}

function formatNumber(kind: string, number: number, value: Value, digits: number, prefixed: boolean): string {
  switch (kind) {
    case 'f':
    case 'F':
      return fixedText(number, digits);
    case 'e':
      return exponentText(number, digits);
    case 'E':
      return exponentText(number, digits).toUpperCase();
    case 'g':
      return generalText(number, digits);
    case 'G':
      return generalText(number, digits).toUpperCase();
    default: {
      const whole = typeof value === 'bigint' ? value : BigInt(Math.trunc(number));
      return 'xXo'.includes(kind) ? baseText(whole, kind, prefixed) : whole.toString();
    }
  }
}

function pad(text: string, width: number, flags: string, kind: string): string {
  if (text.length >= width) return text;
  if (flags.includes('-')) return text.padEnd(width);
  if (!flags.includes('0') || 'sra'.includes(kind)) return text.padStart(width);
  const sign = /^[+\- ]?(?:0[xXo])?/.exec(text)?.[0] ?? '';
  return sign + text.slice(sign.length).padStart(width - sign.length, '0');
}
