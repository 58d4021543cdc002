import { TemplateFunction, TemplateObject, type Value } from '../value.ts';
import { Float } from '../values/float.ts';
import { toText } from '../values/to-text.ts';
import { numberOf, typeName } from '../values/type-name.ts';
import { baseText, exponentText, fixedText, generalText } from './format-number.ts';
import { TemplateFault } from './template-fault.ts';

const SPEC = /^(?:([\s\S])?([<>^=]))?([+\- ]?)(#?)(0?)(\d+)?([,_]?)(?:\.(\d+))?([a-zA-Z%])?$/u;

/** The parts of a format specifier. */
interface Spec {
  readonly fill: string;
  readonly align: string | undefined;
  readonly sign: string;
  readonly prefixed: boolean;
  readonly width: number;
  readonly group: string;
  readonly precision: number | null;
  readonly kind: string;
}

function parseSpec(text: string): Spec {
  const parts = SPEC.exec(text);
  if (!parts) throw new TemplateFault(`Invalid format specifier '${text}'`);
  const [, fill, align, sign = '', alternate, zero, width, group = '', precision, kind = ''] = parts;
  return {
    fill: fill ?? (zero ? '0' : ' '),
    align: align ?? (zero ? '=' : undefined),
    sign,
    prefixed: alternate === '#',
    width: Number(width ?? 0),
    group,
    precision: precision === undefined ? null : Number(precision),
    kind,
  };
}

/** Python's `format(value, spec)` for numbers and text. Throws TemplateFault for a specifier that does not fit. */
export function formatSpec(value: Value, text: string): string {
  if (value instanceof TemplateObject && !(value instanceof Float)) return formatObject(value, text);
  const spec = parseSpec(text);
  const number = typeof value === 'string' ? undefined : numberOf(value);
  return number === undefined ? formatText(value, spec, text) : formatNumber(value, number, spec);
}

/** Dates format themselves with strftime; decimals as floats do; other objects take no specifier. */
function formatObject(value: TemplateObject, text: string): string {
  const strftime = value.getAttribute('strftime');
  if (strftime instanceof TemplateFunction) return toText(strftime.invoke([text], null) as Value);
  const number = Number(value.toText());
  if (value.typeName.endsWith('Decimal') && !Number.isNaN(number))
    return formatNumber(new Float(number), number, parseSpec(text));
  throw new TemplateFault(`unsupported format string passed to ${value.typeName}.__format__`);
}

function formatText(value: Value, spec: Spec, specText: string): string {
  if (typeof value !== 'string')
    throw new TemplateFault(`unsupported format string passed to ${typeName(value)}.__format__`);
  if (spec.kind !== '' && spec.kind !== 's') throw unknownCode(spec.kind, 'str');
  if (spec.align === '=' && !/^0/.test(specText))
    throw new TemplateFault("'=' alignment not allowed in string format specifier");
  const shown = spec.precision === null ? value : [...value].slice(0, spec.precision).join('');
  return aligned(shown, spec, spec.align === '=' ? '<' : (spec.align ?? '<'));
}

function unknownCode(kind: string, type: string): TemplateFault {
  return new TemplateFault(`Unknown format code '${kind}' for object of type '${type}'`);
}

function formatNumber(value: Value, number: number, spec: Spec): string {
  const float = value instanceof Float || (typeof value === 'number' && !Number.isInteger(value));
  if (typeof value === 'boolean' && spec.kind === '' && spec.precision === null && spec.width === 0)
    return toText(value);
  const text =
    float || 'eEfFgG%'.includes(spec.kind || ' ')
      ? floatText(value, number, spec)
      : integerText(value, number, spec);
  const unsigned = text.replace(/^-/, '');
  const sign = unsigned === text ? spec.sign.replace('-', '') : '-';
  return aligned(sign + (spec.group ? grouped(unsigned, spec) : unsigned), spec, spec.align ?? '>');
}

function integerText(value: Value, number: number, spec: Spec): string {
  const whole = typeof value === 'bigint' ? value : BigInt(number);
  if (spec.precision !== null) throw new TemplateFault('Precision not allowed in integer format specifier');
  switch (spec.kind) {
    case '':
    case 'd':
    case 'n':
      return whole.toString();
    case 'x':
    case 'X':
    case 'o':
    case 'b':
      return baseText(whole, spec.kind, spec.prefixed);
    case 'c':
      return String.fromCodePoint(number);
    default:
      throw unknownCode(spec.kind, typeName(value));
  }
}

function floatText(value: Value, number: number, spec: Spec): string {
  const digits = spec.precision ?? 6;
  switch (spec.kind) {
    case 'f':
    case 'F':
      return fixedText(number, digits);
    case '%':
      return `${fixedText(number * 100, digits)}%`;
    case 'e':
      return exponentText(number, digits);
    case 'E':
      return exponentText(number, digits).toUpperCase();
    case 'g':
    case 'n':
      return generalText(number, digits);
    case 'G':
      return generalText(number, digits).toUpperCase();
    case '': {
      if (spec.precision === null) return toText(value);
      // Without a code a float keeps one decimal at least, unless it is written scientifically.
      const text = generalText(number, digits);
      return /^-?\d+$/.test(text) && text.length <= digits ? `${text}.0` : text;
    }
    default:
      throw unknownCode(spec.kind, 'float');
  }
}

/** Digits of the whole part in groups: of three, or of four for the bases of two. */
function grouped(text: string, spec: Spec): string {
  const size = 'xXob'.includes(spec.kind || ' ') ? 4 : 3;
  const [, prefix = '', whole = '', rest = ''] = /^(0[xXob])?([\da-fA-F]+)(.*)$/s.exec(text) ?? [];
  const parts: string[] = [];
  for (let end = whole.length; end > 0; end -= size) parts.unshift(whole.slice(Math.max(0, end - size), end));
  return whole === '' ? text : prefix + parts.join(spec.group) + rest;
}

function aligned(text: string, spec: Spec, side: string): string {
  const missing = spec.width - [...text].length;
  if (missing <= 0) return text;
  const { fill } = spec;
  if (side === '<') return text + fill.repeat(missing);
  if (side === '^') return fill.repeat(missing >> 1) + text + fill.repeat(missing - (missing >> 1));
  if (side === '=') {
    const sign = /^[+\- ]?(?:0[xXob])?/.exec(text)?.[0] ?? '';
    return sign + fill.repeat(missing) + text.slice(sign.length);
  }
  return fill.repeat(missing) + text;
}
