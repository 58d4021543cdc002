import { TemplateObject, type KeywordArguments, type Value } from '../value.ts';
import { toArray } from '../values/iterate.ts';
import { isTruthy } from '../values/truthy.ts';
import { Tuple } from '../values/tuple.ts';
import { numberOf, typeName } from '../values/type-name.ts';
import { formatFields } from './format-spec.ts';
import type { Methods } from './methods.ts';
import { TemplateFault } from './template-fault.ts';

/** Text without characters of `chars` (white space for null) at its ends. */
export function stripText(text: string, chars: Value | undefined, start: boolean, end: boolean): string {
  if (chars === undefined || chars === null) {
    const left = start ? text.trimStart() : text;
    return end ? left.trimEnd() : left;
  }
  const set = textOf(chars);
  let from = 0;
  let to = text.length;
  if (start) while (from < to && set.includes(text[from] as string)) from += 1;
  if (end) while (to > from && set.includes(text[to - 1] as string)) to -= 1;
  return text.slice(from, to);
}

/** First letter upper, the rest lower. */
export function capitalize(text: string): string {
  return text === '' ? '' : (text[0] as string).toUpperCase() + text.slice(1).toLowerCase();
}

/** Python's `str.replace`; a count limits the replacements. */
export function replaceText(text: string, from: string, to: string, count: number | null): string {
  if (count === null || count < 0) return text.split(from).join(to);
  let rest = text;
  let done = '';
  for (let left = count; left > 0; left -= 1) {
    const at = rest.indexOf(from);
    if (at < 0) break;
    done += rest.slice(0, at) + to;
    rest = rest.slice(at + from.length);
    if (from === '') break;
  }
  return done + rest;
}

function textOf(value: Value | undefined): string {
  if (typeof value === 'string') return value;
  if (value instanceof TemplateObject && value.typeName !== 'Undefined') return value.toText();
  throw new TemplateFault(`expected str, got ${value === undefined ? 'nothing' : typeName(value)}`);
}

const integer = (value: Value | undefined): number | null =>
  value === undefined || value === null ? null : (numberOf(value) ?? null);

const argument = (args: readonly Value[], kwargs: KeywordArguments, index: number, name: string) =>
  args[index] ?? kwargs?.get(name);

function split(text: string, separator: Value | undefined, limit: number | null): string[] {
  if (separator === undefined || separator === null) return splitSpace(text, limit);
  const by = textOf(separator);
  if (by === '') throw new TemplateFault('empty separator');
  const parts = text.split(by);
  if (limit === null || limit < 0 || parts.length <= limit + 1) return parts;
  return [...parts.slice(0, limit), parts.slice(limit).join(by)];
}

function splitSpace(text: string, limit: number | null): string[] {
  const trimmed = text.trim();
  if (trimmed === '') return [];
  if (limit === null || limit < 0) return trimmed.split(/\s+/);
  const parts: string[] = [];
  let rest = text.trimStart();
  while (parts.length < limit) {
    const space = /\s+/.exec(rest);
    if (!space || space.index + space[0].length >= rest.length) break;
    parts.push(rest.slice(0, space.index));
    rest = rest.slice(space.index + space[0].length);
  }
  return [...parts, parts.length < limit ? rest.trimEnd() : rest];
}

function splitRight(text: string, separator: Value | undefined, limit: number | null): string[] {
  if (limit === null || limit < 0) return split(text, separator, null);
  const parts = split(text, separator, null);
  const by = typeof separator === 'string' ? separator : ' ';
  return parts.length <= limit + 1
    ? parts
    : [parts.slice(0, parts.length - limit).join(by), ...parts.slice(parts.length - limit)];
}

function matchesAny(affix: Value | undefined, matches: (text: string) => boolean): boolean {
  return Array.isArray(affix) ? affix.some((item) => matches(textOf(item))) : matches(textOf(affix));
}

function find(text: string, args: readonly Value[], last: boolean): number {
  const start = integer(args[1]) ?? 0;
  const end = integer(args[2]) ?? text.length;
  const part = text.slice(0, end < 0 ? text.length + end : end);
  const needle = textOf(args[0]);
  const from = start < 0 ? Math.max(0, text.length + start) : start;
  if (!last) return part.indexOf(needle, from);
  const at = part.lastIndexOf(needle);
  return at < from ? -1 : at;
}

function justify(text: string, args: readonly Value[], side: 'left' | 'right' | 'both'): string {
  const width = integer(args[0]) ?? 0;
  const fill = typeof args[1] === 'string' ? args[1] : ' ';
  const missing = width - text.length;
  if (missing <= 0) return text;
  if (side === 'left') return text + fill.repeat(missing);
  if (side === 'right') return fill.repeat(missing) + text;
  const left = (missing >> 1) + (missing & width & 1);
  return fill.repeat(left) + text + fill.repeat(missing - left);
}

const every = (text: string, pattern: RegExp): boolean => text !== '' && pattern.test(text);

const partition = (text: string, separator: string, at: number, none: readonly string[]): Tuple =>
  Tuple.fromItems(at < 0 ? none : [text.slice(0, at), separator, text.slice(at + separator.length)]);

/** Python's methods of strings. */
export const stringMethods: Methods<string> = Object.assign(Object.create(null), {
  upper: (text) => text.toUpperCase(),
  lower: (text) => text.toLowerCase(),
  casefold: (text) => text.toLowerCase(),
  capitalize: (text) => capitalize(text),
  title: (text) => text.toLowerCase().replace(/\p{L}+/gu, capitalize),
  swapcase: (text) =>
    [...text].map((char) => (char === char.toUpperCase() ? char.toLowerCase() : char.toUpperCase())).join(''),
  strip: (text, [chars]) => stripText(text, chars, true, true),
  lstrip: (text, [chars]) => stripText(text, chars, true, false),
  rstrip: (text, [chars]) => stripText(text, chars, false, true),
  removeprefix: (text, [prefix]) =>
    text.startsWith(textOf(prefix)) ? text.slice(textOf(prefix).length) : text,
  removesuffix: (text, [suffix]) =>
    text.endsWith(textOf(suffix)) ? text.slice(0, text.length - textOf(suffix).length) : text,
  startswith: (text, [prefix]) => matchesAny(prefix, (item) => text.startsWith(item)),
  endswith: (text, [suffix]) => matchesAny(suffix, (item) => text.endsWith(item)),
  split: (text, args, kwargs) =>
    split(text, argument(args, kwargs, 0, 'sep'), integer(argument(args, kwargs, 1, 'maxsplit'))),
  rsplit: (text, args, kwargs) =>
    splitRight(text, argument(args, kwargs, 0, 'sep'), integer(argument(args, kwargs, 1, 'maxsplit'))),
  splitlines(text, [keepEnds]) {
    const lines = isTruthy(keepEnds ?? false)
      ? text.match(/[^\n]*\n|[^\n]+/g)
      : text.replace(/\n$/, '').split('\n');
    return text === '' ? [] : [...(lines ?? [])];
  },
  join: (text, [items]) =>
    toArray(items ?? null)
      .map((item, index) => {
        if (typeof item !== 'string') {
          throw new TemplateFault(`sequence item ${index}: expected str instance, ${typeName(item)} found`);
        }
        return item;
      })
      .join(text),
  replace: (text, args, kwargs) =>
    replaceText(text, textOf(args[0]), textOf(args[1]), integer(argument(args, kwargs, 2, 'count'))),
  format: (text, args, kwargs) => formatFields(text, args, kwargs),
  format_map: (text, [dict]) =>
    formatFields(
      text,
      [],
      new Map([...(dict as Map<Value, Value>)].map(([key, value]) => [String(key), value])),
    ),
  find: (text, args) => find(text, args, false),
  rfind: (text, args) => find(text, args, true),
  index(text, args) {
    const at = find(text, args, false);
    if (at < 0) throw new TemplateFault('substring not found');
    return at;
  },
  count: (text, [part]) => (textOf(part) === '' ? text.length + 1 : text.split(textOf(part)).length - 1),
  ljust: (text, args) => justify(text, args, 'left'),
  rjust: (text, args) => justify(text, args, 'right'),
  center: (text, args) => justify(text, args, 'both'),
  zfill(text, [width]) {
    const sign = /^[+-]/.exec(text)?.[0] ?? '';
    return sign + text.slice(sign.length).padStart((integer(width) ?? 0) - sign.length, '0');
  },
  partition: (text, [separator]) =>
    partition(text, textOf(separator), text.indexOf(textOf(separator)), [text, '', '']),
  rpartition: (text, [separator]) =>
    partition(text, textOf(separator), text.lastIndexOf(textOf(separator)), ['', '', text]),
  expandtabs: (text, [size]) => text.replace(/\t/g, ' '.repeat(integer(size) ?? 8)),
  encode: (text) => text,
  isdigit: (text) => every(text, /^\d+$/),
  isnumeric: (text) => every(text, /^\p{N}+$/u),
  isdecimal: (text) => every(text, /^\p{Nd}+$/u),
  isalpha: (text) => every(text, /^\p{L}+$/u),
  isalnum: (text) => every(text, /^[\p{L}\p{N}]+$/u),
  isspace: (text) => every(text, /^\s+$/),
  isupper: (text) => /\p{L}/u.test(text) && text === text.toUpperCase(),
  islower: (text) => /\p{L}/u.test(text) && text === text.toLowerCase(),
  istitle: (text) => /\p{L}/u.test(text) && text === text.toLowerCase().replace(/\p{L}+/gu, capitalize),
  isidentifier: (text) => /^[A-Za-z_]\w*$/.test(text),
  translate: (text, [table]) =>
    [...text]
      .map((char) => {
        const to = table instanceof Map ? table.get(char.codePointAt(0) ?? 0) : undefined;
        return to === undefined ? char : to === null ? '' : String(to);
      })
      .join(''),
} satisfies Methods<string>);
