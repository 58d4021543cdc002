import { TemplateFault } from '../../runtime/template-fault.ts';

/** A part of a replacement: text, or the number or name of a group. */
export type ReplacementPart = string | { readonly group: number | string };

const CONTROL: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  f: '\f',
  v: '\v',
  a: '\x07',
  b: '\b',
};

/** Reads Python's replacement text: `\1`, `\g<1>`, `\g<name>`, `\n`. Throws TemplateFault for a bad escape. */
export function parseReplacement(text: string): readonly ReplacementPart[] {
  const parts: ReplacementPart[] = [];
  let from = 0;
  for (const match of text.matchAll(
    /\\(?:g<([^>]*)>|(0[0-7]{0,2}|[1-3][0-7][0-7])|([1-9]\d?)|([\s\S])|$)/g,
  )) {
    parts.push(text.slice(from, match.index));
    from = match.index + match[0].length;
    const [, named, octal, number, char] = match;
    if (named !== undefined) parts.push({ group: /^\d+$/.test(named) ? Number(named) : named });
    else if (octal !== undefined) parts.push(String.fromCodePoint(parseInt(octal, 8)));
    else if (number !== undefined) parts.push({ group: Number(number) });
    else parts.push(escaped(char));
  }
  parts.push(text.slice(from));
  return parts;
}

function escaped(char: string | undefined): string {
  if (char === undefined) throw new TemplateFault('bad escape (end of pattern)');
  if (Object.hasOwn(CONTROL, char)) return CONTROL[char] ?? '';
  if (char === '\\') return '\\';
  if (/[a-zA-Z0-9]/.test(char)) throw new TemplateFault(`bad escape \\${char} in replacement`);
  return `\\${char}`;
}
