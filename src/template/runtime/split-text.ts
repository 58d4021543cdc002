import type { Value } from '../value.ts';
import { TemplateFault } from './template-fault.ts';
import { trimSpace } from './white-space.ts';

/** White space as Python's `split()` sees it. */
const SPACES = /[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/;

/** Python's `str.split`: by white space for null; a limit (null or negative for none) counts the cuts. */
export function splitText(text: string, separator: string | null, limit: number | null): string[] {
  if (separator === null) return splitSpace(text, limit);
  if (separator === '') throw new TemplateFault('empty separator');
  const parts = text.split(separator);
  if (limit === null || limit < 0 || parts.length <= limit + 1) return parts;
  return [...parts.slice(0, limit), parts.slice(limit).join(separator)];
}

function splitSpace(text: string, limit: number | null): string[] {
  const parts: string[] = [];
  let rest = trimSpace(text, true, false);
  while (rest !== '' && (limit === null || limit < 0 || parts.length < limit)) {
    const space = SPACES.exec(rest);
    if (!space) break;
    parts.push(rest.slice(0, space.index));
    rest = rest.slice(space.index + space[0].length);
  }
  return rest === '' ? parts : [...parts, rest];
}

/** Python's `str.rsplit`: the cuts are counted from the end. */
export function splitTextRight(text: string, separator: string | null, limit: number | null): string[] {
  if (limit === null || limit < 0) return splitText(text, separator, null);
  if (separator === null) {
    const mirrored = splitSpace(reversed(text), limit);
    return mirrored.map(reversed).reverse();
  }
  const parts = splitText(text, separator, null);
  if (parts.length <= limit + 1) return parts;
  const cut = parts.length - limit;
  return [parts.slice(0, cut).join(separator), ...parts.slice(cut)];
}

const reversed = (text: string): string => [...text].reverse().join('');

/** Python's `str.splitlines`: every kind of line end counts, none of them gives an empty last line. */
export function splitLines(text: string, keepEnds: boolean): Value[] {
  const lines: string[] = [];
  for (const [, line = '', end = ''] of text.matchAll(
    /([^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]*)(\r\n|[\s\S]|$)/g,
  )) {
    if (line === '' && end === '') break;
    lines.push(keepEnds ? line + end : line);
  }
  return lines;
}
