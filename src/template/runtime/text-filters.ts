import type { Value } from '../value.ts';
import { toArray } from '../values/iterate.ts';
import { toText } from '../values/to-text.ts';
import { isTruthy } from '../values/truthy.ts';
import { numberOf } from '../values/type-name.ts';
import { attributeGetter } from './attribute-getter.ts';
import { formatPercent } from './format-percent.ts';
import { argument, type Filters } from './filter.ts';
import { jsonText } from './json-text.ts';
import { fixedText } from './format-number.ts';
import { prettyPrint } from './pretty-print.ts';
import { TemplateFault } from './template-fault.ts';
import { wrapLine } from './word-wrap.ts';
import { capitalize, replaceText, stripText } from './string-methods.ts';
import { Tuple } from '../values/tuple.ts';
import { Undefined } from '../values/undefined.ts';

const whole = (value: Value): number => numberOf(value) ?? 0;
const size = (value: Value): number => numberOf(value) ?? Number(toText(value));

function indent(text: string, width: string, first: boolean, blank: boolean): string {
  const lines = text.split('\n');
  return lines
    .map((line, index) =>
      (index === 0 && !first) || (line === '' && !blank && index > 0) ? line : width + line,
    )
    .join('\n');
}

function wordWrap(text: string, width: number, breakLong: boolean, newline: string): string {
  return text
    .split('\n')
    .map((line) => wrapLine(line, width, breakLong).join(newline))
    .join(newline);
}

function fileSize(bytes: number, binary: boolean): string {
  const base = binary ? 1024 : 1000;
  if (bytes === 1) return '1 Byte';
  if (bytes < base) return `${Math.trunc(bytes)} Bytes`;
  const units = ['k', 'M', 'G', 'T', 'P', 'E', 'Z', 'Y'].map((unit) =>
    binary ? `${unit.toUpperCase()}iB` : `${unit}B`,
  );
  let size = bytes;
  let unit = '';
  for (const next of units) {
    size /= base;
    unit = next;
    if (size < base) break;
  }
  return `${fixedText(size, 1)} ${unit}`;
}

function truncate(text: string, length: number, kill: boolean, end: string, leeway: number): string {
  if (length < end.length) throw new TemplateFault(`expected length >= ${end.length}, got ${length}`);
  if (leeway < 0) throw new TemplateFault(`expected leeway >= 0, got ${leeway}`);
  if (text.length <= length + leeway) return text;
  const cut = text.slice(0, length - end.length);
  return kill ? cut + end : cut.replace(/ [^ ]*$/, '') + end;
}

/** Jinja's filters that give text. */
export const textFilters = {
  lower: (value) => toText(value).toLowerCase(),
  upper: (value) => toText(value).toUpperCase(),
  capitalize: (value) => capitalize(toText(value)),
  title: (value) => toText(value).replace(/[^-\s({[<]+/g, capitalize),
  trim: (value, args, kwargs) =>
    stripText(toText(value), argument(args, kwargs, 0, 'chars', null), true, true),
  string: (value) => toText(value),
  join(value, args, kwargs) {
    const separator = toText(argument(args, kwargs, 0, 'd', ''));
    const attribute = argument(args, kwargs, 1, 'attribute', null);
    const pick = attribute === null ? (item: Value): Value => item : attributeGetter(attribute);
    return toArray(value)
      .map((item) => toText(pick(item)))
      .join(separator);
  },
  replace: (value, args, kwargs) => {
    const count = argument(args, kwargs, 2, 'count', null);
    const from = toText(argument(args, kwargs, 0, 'old', ''));
    const to = toText(argument(args, kwargs, 1, 'new', ''));
    return replaceText(toText(value), from, to, count === null ? null : whole(count));
  },
  format: (value, args, kwargs) =>
    formatPercent(toText(value), kwargs ? new Map<Value, Value>(kwargs) : Tuple.fromItems(args)),
  indent(value, args, kwargs) {
    if (value instanceof Undefined) throw new TemplateFault(value.reason);
    const width = argument(args, kwargs, 0, 'width', 4);
    return indent(
      toText(value),
      typeof width === 'string' ? width : ' '.repeat(whole(width)),
      isTruthy(argument(args, kwargs, 1, 'first', false)),
      isTruthy(argument(args, kwargs, 2, 'blank', false)),
    );
  },
  center: (value, args, kwargs) => {
    const text = toText(value);
    const missing = whole(argument(args, kwargs, 0, 'width', 80)) - text.length;
    if (missing <= 0) return text;
    const left = (missing >> 1) + (missing & (missing + text.length) & 1);
    return ' '.repeat(left) + text + ' '.repeat(missing - left);
  },
  truncate: (value, args, kwargs) =>
    truncate(
      toText(value),
      whole(argument(args, kwargs, 0, 'length', 255)),
      isTruthy(argument(args, kwargs, 1, 'killwords', false)),
      toText(argument(args, kwargs, 2, 'end', '...')),
      whole(argument(args, kwargs, 3, 'leeway', 5)),
    ),
  wordcount: (value) => (toText(value).match(/\w+/g) ?? []).length,
  wordwrap: (value, args, kwargs) =>
    wordWrap(
      toText(value),
      whole(argument(args, kwargs, 0, 'width', 79)),
      isTruthy(argument(args, kwargs, 1, 'break_long_words', true)),
      toText(argument(args, kwargs, 2, 'wrapstring', '\n')),
    ),
  filesizeformat: (value, args, kwargs) =>
    fileSize(size(value), isTruthy(argument(args, kwargs, 0, 'binary', false))),
  pprint: (value) => prettyPrint(value),
  tojson: (value, args, kwargs) => {
    const size = argument(args, kwargs, 0, 'indent', null);
    return jsonText(value, size === null ? null : whole(size), true)
      .replace(/</g, '\\u003c')
      .replace(/>/g, '\\u003e')
      .replace(/&/g, '\\u0026')
      .replace(/'/g, '\\u0027');
  },
} satisfies Filters;
