import type { KeywordArguments, Value } from '../value.ts';
import { Float } from '../values/float.ts';
import { toRepr, toText } from '../values/to-text.ts';
import { numberOf } from '../values/type-name.ts';
import { getAttribute, getItem } from './access.ts';
import { general } from './format-percent.ts';
import { TemplateFault } from './template-fault.ts';

const FIELD = /\{\{|\}\}|\{([^{}:!]*)(?:!([rsa]))?(?::((?:[^{}]|\{[^{}]*\})*))?\}/g;

/** Python's `text.format(*args, **kwargs)`. Throws TemplateFault for a field without a value. */
export function formatFields(text: string, args: readonly Value[], kwargs: KeywordArguments): string {
  let next = 0;
  const resolve = (path: string): Value => {
    const [, head = '', rest = ''] = /^([^.[]*)(.*)$/s.exec(path) ?? [];
    let value: Value | undefined;
    if (head === '') value = args[next++];
    else value = /^\d+$/.test(head) ? args[Number(head)] : kwargs?.get(head);
    if (value === undefined) {
      throw new TemplateFault(
        /^\d*$/.test(head)
          ? 'Replacement index out of range for positional args tuple'
          : `format() was not given '${head}'`,
      );
    }
    for (const step of rest.matchAll(/\.(\w+)|\[([^\]]+)\]/g)) {
      const [, attribute, item] = step;
      if (attribute !== undefined) value = getAttribute(value, attribute);
      else value = getItem(value, /^\d+$/.test(item ?? '') ? Number(item) : (item ?? ''));
    }
    return value;
  };
  return text.replace(FIELD, (whole, path?: string, conversion?: string, spec?: string) => {
    if (whole === '{{') return '{';
    if (whole === '}}') return '}';
    let value = resolve(path ?? '');
    if (conversion === 'r' || conversion === 'a') value = toRepr(value);
    else if (conversion === 's') value = toText(value);
    const filled = (spec ?? '').replace(/\{([^{}]*)\}/g, (_inner, inner: string) => toText(resolve(inner)));
    return filled === '' ? toText(value) : formatSpec(value, filled);
  });
}

const SPEC = /^(?:(.)?([<>^=]))?([+\- ]?)(#?)(0?)(\d+)?([,_]?)(?:\.(\d+))?([a-zA-Z%])?$/su;

/** Python's `format(value, spec)` for numbers and text. */
export function formatSpec(value: Value, spec: string): string {
  const parts = SPEC.exec(spec);
  if (!parts) throw new TemplateFault(`Invalid format specifier '${spec}'`);
  const [, fill, align, sign, , zero, width, group, precision, kind] = parts;
  const number = typeof value === 'string' ? undefined : numberOf(value);
  let text: string;
  if (number === undefined) {
    text = toText(value);
    if (precision !== undefined) text = text.slice(0, Number(precision));
  } else {
    text = numberText(value, number, kind, precision);
    if (group) text = text.replace(/\B(?=(\d{3})+(?!\d))(?<!\.\d*)/g, group);
    if (number >= 0 && (sign === '+' || sign === ' ')) text = sign + text;
  }
  const side = align ?? (zero ? '=' : number === undefined ? '<' : '>');
  return aligned(text, Number(width ?? 0), side, fill ?? (zero ? '0' : ' '));
}

function numberText(
  value: Value,
  number: number,
  kind: string | undefined,
  precision: string | undefined,
): string {
  const digits = precision === undefined ? 6 : Number(precision);
  switch (kind) {
    case 'f':
    case 'F':
      return number.toFixed(digits);
    case '%':
      return `${(number * 100).toFixed(digits)}%`;
    case 'x':
      return number.toString(16);
    case 'X':
      return number.toString(16).toUpperCase();
    case 'b':
      return number.toString(2);
    case 'o':
      return number.toString(8);
    case 'e':
      return number.toExponential(digits).replace(/e([+-])(\d)$/, 'e$10$2');
    case 'g':
      return general(number, digits);
    default: {
      const float = value instanceof Float || !Number.isInteger(number);
      return precision !== undefined && float ? general(number, digits) : toText(value);
    }
  }
}

function aligned(text: string, width: number, side: string, fill: string): string {
  const missing = width - [...text].length;
  if (missing <= 0) return text;
  if (side === '<') return text + fill.repeat(missing);
  if (side === '^') return fill.repeat(missing >> 1) + text + fill.repeat(missing - (missing >> 1));
  if (side === '=') {
    const sign = /^[+\- ]/.exec(text)?.[0] ?? '';
    return sign + fill.repeat(missing) + text.slice(sign.length);
  }
  return fill.repeat(missing) + text;
}
