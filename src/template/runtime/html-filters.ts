import { TemplateObject, type Value } from '../value.ts';
import { toArray } from '../values/iterate.ts';
import { toText } from '../values/to-text.ts';
import { isTruthy } from '../values/truthy.ts';
import { numberOf } from '../values/type-name.ts';
import { Undefined } from '../values/undefined.ts';
import { argument, type Filters } from './filter.ts';
import { TemplateFault } from './template-fault.ts';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  "'": '&#39;',
  '"': '&#34;',
};
const CHARACTERS: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\u00a0',
};

const escapeHtml = (text: string): string => text.replace(/[&<>'"]/g, (char) => ENTITIES[char] ?? char);

function unescapeHtml(text: string): string {
  return text.replace(/&(?:#(\d+)|#[xX]([\da-fA-F]+)|(\w+));/g, (whole, decimal, hex, name: string) => {
    if (name !== undefined) return (Object.hasOwn(CHARACTERS, name) ? CHARACTERS[name] : undefined) ?? whole;
    const code = decimal === undefined ? parseInt(hex as string, 16) : Number(decimal);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}

function quote(value: Value, inQuery: boolean): string {
  const text = encodeURIComponent(toText(value)).replace(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return inQuery ? text.replace(/%20/g, '+') : text.replace(/%2F/g, '/');
}

function urlEncode(value: Value): string {
  const iterable =
    value instanceof TemplateObject ? value.iterate() !== undefined : typeof value === 'object';
  if (typeof value === 'string' || value === null || !iterable) return quote(value, false);
  const pairs = value instanceof Map ? [...value] : toArray(value).map((pair) => [...toArray(pair)]);
  return pairs.map(([key = null, item = null]) => `${quote(key, true)}=${quote(item, true)}`).join('&');
}

function attributes(value: Value, autospace: boolean): string {
  if (value instanceof Undefined) throw new TemplateFault(value.reason);
  const parts: string[] = [];
  for (const [key, item] of value instanceof Map ? value : []) {
    if (item === null || item instanceof Undefined) continue;
    const name = toText(key);
    if (/[\s/>=]/.test(name)) throw new TemplateFault(`Invalid character in attribute name: '${name}'`);
    parts.push(`${escapeHtml(name)}="${escapeHtml(toText(item))}"`);
  }
  return (autospace && parts.length > 0 ? ' ' : '') + parts.join(' ');
}

const URL = /^(?:https?:\/\/|www\.)(?:[\w%-]+\.)+[a-z]{2,63}(?::\d+)?(?:[/?#]\S*)?$/i;
const EMAIL = /^\S+@\w[\w.-]*\.\w+$/;

/** How `urlize` writes its links. */
interface LinkStyle {
  readonly limit: number | null;
  readonly attributes: string;
}

/** One word as a link where it is an address, its brackets and punctuation left outside. */
function linkWord(word: string, style: LinkStyle): string {
  const [, head = '', middle = '', tail = ''] =
    /^((?:[(<]|&lt;)*)(.*?)((?:[)>.,\n]|&gt;)*)$/s.exec(word) ?? [];
  const shown = (text: string): string =>
    style.limit !== null && text.length > style.limit ? `${text.slice(0, style.limit)}...` : text;
  if (URL.test(middle)) {
    const href = /^https?:/i.test(middle) ? middle : `https://${middle}`;
    return `${head}<a href="${href}"${style.attributes}>${shown(middle)}</a>${tail}`;
  }
  const address = middle.replace(/^mailto:/, '');
  if (EMAIL.test(address) && !address.startsWith('www.') && !address.includes(':'))
    return `${head}<a href="mailto:${address}">${middle}</a>${tail}`;
  return word;
}

/** Jinja's filters for HTML and addresses. */
export const htmlFilters = {
  escape: (value) => escapeHtml(toText(value)),
  forceescape: (value) => escapeHtml(toText(value)),
  safe: (value) => value,
  striptags: (value) =>
    unescapeHtml(
      toText(value)
        .replace(/<!--[\s\S]*?-->|<[^>]*>/g, '')
        .replace(/\s+/g, ' ')
        .trim(),
    ),
  urlencode: (value) => urlEncode(value),
  urlize(value, args, kwargs) {
    const limit = argument(args, kwargs, 0, 'trim_url_limit', null);
    const target = argument(args, kwargs, 2, 'target', null);
    const nofollow = isTruthy(argument(args, kwargs, 1, 'nofollow', false)) ? 'nofollow ' : '';
    const style: LinkStyle = {
      limit: numberOf(limit) ?? null,
      attributes: ` rel="${nofollow}noopener"${target === null ? '' : ` target="${escapeHtml(toText(target))}"`}`,
    };
    return escapeHtml(toText(value))
      .split(/(\s+)/)
      .map((word) => linkWord(word, style))
      .join('');
  },
  xmlattr: (value, args, kwargs) => attributes(value, isTruthy(argument(args, kwargs, 0, 'autospace', true))),
} satisfies Filters;
