import { TemplateObject, type KeywordArguments, type Value } from '../value.ts';
import { toArray } from '../values/iterate.ts';
import { isTruthy } from '../values/truthy.ts';
import { Tuple } from '../values/tuple.ts';
import { numberOf, typeName } from '../values/type-name.ts';
import type { Methods } from './method.ts';
import { splitLines, splitText, splitTextRight } from './split-text.ts';
import { TemplateFault } from './template-fault.ts';
import { trimSpace } from './white-space.ts';

/** Text without characters of `chars` (white space for null) at its ends. */
export function stripText(text: string, chars: Value | undefined, start: boolean, end: boolean): string {
  if (chars === undefined || chars === null) {
    return trimSpace(text, start, end);
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
  if (count === null || count < 0)
    return from === '' ? interleaved(text, to, Infinity) : text.split(from).join(to);
  if (from === '') return interleaved(text, to, count);
  const parts = text.split(from);
  const head = parts.slice(0, count + 1).join(to);
  return parts.length > count + 1 ? head + from + parts.slice(count + 1).join(from) : head;
}

/** An empty text is found before every character and at the end. */
function interleaved(text: string, to: string, count: number): string {
  let done = '';
  let left = count;
  for (const char of text) {
    done += left > 0 ? to + char : char;
    left -= 1;
  }
  return left > 0 ? done + to : done;
}

function textOf(value: Value | undefined): string {
  if (typeof value === 'string') return value;
  if (value instanceof TemplateObject && value.typeName !== 'Undefined') return value.toText();
  throw new TemplateFault(`expected str, got ${value === undefined ? 'nothing' : typeName(value)}`);
}

function replacePart(args: readonly Value[], index: 0 | 1): string {
  const value = args[index];
  if (value === undefined)
    throw new TemplateFault(`replace expected at least 2 arguments, got ${args.length}`);
  if (value === null || (typeof value !== 'string' && !(value instanceof TemplateObject))) {
    const type = value === null ? 'None' : typeName(value);
    throw new TemplateFault(`replace() argument ${index + 1} must be str, not ${type}`);
  }
  return textOf(value);
}

const integer = (value: Value | undefined): number | null =>
  value === undefined || value === null ? null : (numberOf(value) ?? null);

const argument = (args: readonly Value[], kwargs: KeywordArguments, index: number, name: string) =>
  args[index] ?? kwargs?.get(name);

/** The part of the text between two positions, as `find`, `count` and `startswith` take them; null when they cross. */
function within(
  text: string,
  args: readonly Value[],
): { readonly part: string; readonly offset: number } | null {
  const place = (value: Value | undefined, otherwise: number): number => {
    const at = integer(value) ?? otherwise;
    return Math.max(0, at < 0 ? at + text.length : at);
  };
  const from = place(args[1], 0);
  const to = Math.min(text.length, place(args[2], text.length));
  return from > to ? null : { part: text.slice(from, to), offset: from };
}

function affixed(method: 'startswith' | 'endswith', text: string, args: readonly Value[]): boolean {
  const affixes: Value | undefined = args[0];
  if (typeof affixes !== 'string' && !(affixes instanceof Tuple)) {
    throw new TemplateFault(
      `${method} first arg must be str or a tuple of str, not ${typeName(affixes ?? null)}`,
    );
  }
  const found = within(text, args);
  if (found === null) return false;
  const matches = (affix: Value): boolean =>
    method === 'startswith' ? found.part.startsWith(textOf(affix)) : found.part.endsWith(textOf(affix));
  return typeof affixes === 'string' ? matches(affixes) : affixes.some(matches);
}

function find(text: string, args: readonly Value[], last: boolean): number {
  const needle = textOf(args[0]);
  const found = within(text, args);
  if (found === null) return -1;
  const at = last ? found.part.lastIndexOf(needle) : found.part.indexOf(needle);
  return at < 0 ? -1 : at + found.offset;
}

function indexOf(text: string, args: readonly Value[], last: boolean): number {
  const at = find(text, args, last);
  if (at < 0) throw new TemplateFault('substring not found');
  return at;
}

function count(text: string, args: readonly Value[]): number {
  const needle = textOf(args[0]);
  const found = within(text, args);
  if (found === null) return 0;
  return needle === '' ? found.part.length + 1 : found.part.split(needle).length - 1;
}

/** Tabs go on to the next multiple of `size` columns. */
function expandTabs(text: string, size: number): string {
  let column = 0;
  return text.replace(/\t|\n|\r|[^\t\n\r]+/g, (piece) => {
    if (piece === '\n' || piece === '\r') column = 0;
    else if (piece !== '\t') column += piece.length;
    else {
      const width = size <= 0 ? 0 : size - (column % size);
      column += width;
      return ' '.repeat(width);
    }
    return piece;
  });
}

function separatorOf(args: readonly Value[], kwargs: KeywordArguments): string | null {
  const separator = argument(args, kwargs, 0, 'sep') ?? null;
  return separator === null ? null : textOf(separator);
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

function partition(text: string, separator: string, last: boolean): Tuple {
  if (separator === '') throw new TemplateFault('empty separator');
  const at = last ? text.lastIndexOf(separator) : text.indexOf(separator);
  if (at < 0) return Tuple.fromItems(last ? ['', '', text] : [text, '', '']);
  return Tuple.fromItems([text.slice(0, at), separator, text.slice(at + separator.length)]);
}

/** Python's methods of strings. */
export const stringMethods: Methods<string> = Object.assign(Object.create(null), {
  upper: (text) => text.toUpperCase(),
  lower: (text) => text.toLowerCase(),
  casefold: (text) => text.toUpperCase().toLowerCase(),
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
  startswith: (text, args) => affixed('startswith', text, args),
  endswith: (text, args) => affixed('endswith', text, args),
  split: (text, args, kwargs) =>
    splitText(text, separatorOf(args, kwargs), integer(argument(args, kwargs, 1, 'maxsplit'))),
  rsplit: (text, args, kwargs) =>
    splitTextRight(text, separatorOf(args, kwargs), integer(argument(args, kwargs, 1, 'maxsplit'))),
  splitlines: (text, args, kwargs) =>
    splitLines(text, isTruthy(argument(args, kwargs, 0, 'keepends') ?? false)),
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
    replaceText(
      text,
      replacePart(args, 0),
      replacePart(args, 1),
      integer(argument(args, kwargs, 2, 'count')),
    ),
  find: (text, args) => find(text, args, false),
  rfind: (text, args) => find(text, args, true),
  index: (text, args) => indexOf(text, args, false),
  rindex: (text, args) => indexOf(text, args, true),
  count,
  ljust: (text, args) => justify(text, args, 'left'),
  rjust: (text, args) => justify(text, args, 'right'),
  center: (text, args) => justify(text, args, 'both'),
  zfill(text, [width]) {
    const sign = /^[+-]/.exec(text)?.[0] ?? '';
    return sign + text.slice(sign.length).padStart((integer(width) ?? 0) - sign.length, '0');
  },
  partition: (text, [separator]) => partition(text, textOf(separator), false),
  rpartition: (text, [separator]) => partition(text, textOf(separator), true),
  expandtabs: (text, [size]) => expandTabs(text, integer(size) ?? 8),
  encode: (text) => text,
  isdigit: (text) =>
    every(text, /^[\p{Nd}\u00b2\u00b3\u00b9\u2070\u2074-\u2079\u2080-\u2089\u2460-\u2468]+$/u),
  isnumeric: (text) => every(text, /^\p{N}+$/u),
  isdecimal: (text) => every(text, /^\p{Nd}+$/u),
  isalpha: (text) => every(text, /^\p{L}+$/u),
  isalnum: (text) => every(text, /^[\p{L}\p{N}]+$/u),
  isspace: (text) => text !== '' && trimSpace(text, true, true) === '',
  isascii: (text) => !/[^\x00-\x7f]/.test(text),
  isprintable: (text) => !/(?! )[\p{C}\p{Z}]/u.test(text),
  isupper: (text) => /\p{L}/u.test(text) && text === text.toUpperCase(),
  islower: (text) => /\p{L}/u.test(text) && text === text.toLowerCase(),
  istitle: (text) => /\p{L}/u.test(text) && text === text.toLowerCase().replace(/\p{L}+/gu, capitalize),
  isidentifier: (text) => /^[\p{L}_][\p{L}\p{N}\p{M}_]*$/u.test(text),
  translate: (text, [table]) =>
    [...text]
      .map((char) => {
        const to = table instanceof Map ? table.get(char.codePointAt(0) ?? 0) : undefined;
        return to === undefined ? char : to === null ? '' : String(to);
      })
      .join(''),
} satisfies Methods<string>);
