/** What a token of a model's text is; Jinja stands in it as tokens of its own. */
export type SqlTokenKind =
  'word' | 'quoted' | 'string' | 'number' | 'symbol' | 'comment' | 'output' | 'block';

/** A piece of SQL with Jinja in it; `pos` is its offset in the text. */
export interface SqlToken {
  readonly kind: SqlTokenKind;
  readonly text: string;
  readonly pos: number;
}

const SPACE = /\s+/y;
const WORD = /[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*/y;
const NUMBER = /\d[\w.]*/y;
const DOLLAR_QUOTE = /\$(?:[A-Za-z_]\w*)?\$/y;
const SYMBOL = /::|<=|>=|<>|!=|\|\||=>|[\s\S]/y;

/**
 * Splits a model's text into tokens of SQL and Jinja, of any dialect: comments, strings, quoted names and tags are
 * whole tokens, so that what stands in them is not taken for SQL. Tags inside of strings follow their string as
 * tokens of their own. Nothing is thrown: what never ends goes to the end of the text.
 */
export function sqlTokens(text: string): readonly SqlToken[] {
  const tokens: SqlToken[] = [];
  let at = 0;
  while (at < text.length) {
    const space = match(SPACE, text, at);
    if (space !== null) {
      at += space.length;
      continue;
    }
    const { kind, end } = next(text, at);
    tokens.push({ kind, text: text.slice(at, end), pos: at });
    if (kind === 'string') tokens.push(...tagsInside(text, at, end));
    at = end;
  }
  return tokens;
}

function next(text: string, at: number): { readonly kind: SqlTokenKind; readonly end: number } {
  const tag = tagAt(text, at);
  if (tag !== null) return tag;
  const pair = text.slice(at, at + 2);
  if (pair === '--') return { kind: 'comment', end: after(text, '\n', at) };
  if (pair === '/*') return { kind: 'comment', end: after(text, '*/', at + 2) };
  const char = text[at] ?? '';
  if (char === "'") return { kind: 'string', end: quotedEnd(text, at, char) };
  if (char === '"' || char === '`') return { kind: 'quoted', end: quotedEnd(text, at, char) };
  const dollar = match(DOLLAR_QUOTE, text, at);
  if (dollar !== null) return { kind: 'string', end: after(text, dollar, at + dollar.length) };
  for (const [kind, pattern] of PATTERNS) {
    const found = match(pattern, text, at);
    if (found !== null) return { kind, end: at + found.length };
  }
  return { kind: 'symbol', end: at + (match(SYMBOL, text, at)?.length ?? 1) };
}

const PATTERNS = [
  ['word', WORD],
  ['number', NUMBER],
] as const;

function match(pattern: RegExp, text: string, at: number): string | null {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? null;
}

/** The offset behind the next `mark`, or the end of the text. */
function after(text: string, mark: string, from: number): number {
  const found = text.indexOf(mark, from);
  return found < 0 ? text.length : found + mark.length;
}

function tagAt(text: string, at: number): { readonly kind: SqlTokenKind; readonly end: number } | null {
  if (text[at] !== '{') return null;
  switch (text[at + 1]) {
    case '#':
      return { kind: 'comment', end: after(text, '#}', at + 2) };
    case '{':
      return { kind: 'output', end: tagEnd(text, at + 2, '}}') };
    case '%':
      return { kind: 'block', end: tagEnd(text, at + 2, '%}') };
    default:
      return null;
  }
}

/** The end of a tag; a closing mark inside of a string of the expression does not count. */
function tagEnd(text: string, from: number, mark: string): number {
  let quote = '';
  for (let at = from; at < text.length; at += 1) {
    const char = text[at] ?? '';
    if (quote !== '') {
      if (char === '\\') at += 1;
      else if (char === quote) quote = '';
    } else if (char === "'" || char === '"') quote = char;
    else if (text.startsWith(mark, at)) return at + mark.length;
  }
  return text.length;
}

/** The end of a string or a quoted name: a doubled quote is one of its characters, a tag hides its own quotes. */
function quotedEnd(text: string, from: number, quote: string): number {
  let at = from + 1;
  while (at < text.length) {
    const tag = tagAt(text, at);
    if (tag !== null) at = tag.end;
    else if (text[at] !== quote) at += 1;
    else if (text[at + 1] === quote) at += 2;
    else return at + 1;
  }
  return text.length;
}

function tagsInside(text: string, from: number, end: number): readonly SqlToken[] {
  const tokens: SqlToken[] = [];
  for (let at = text.indexOf('{', from); at >= 0 && at < end; at = text.indexOf('{', at + 1)) {
    const tag = tagAt(text, at);
    if (tag === null) continue;
    tokens.push({ kind: tag.kind, text: text.slice(at, tag.end), pos: at });
    at = tag.end - 1;
  }
  return tokens;
}
