import type { Token, TokenKind } from './token.ts';
import { syntaxError, type Origin } from './template-syntax-error.ts';

const PIECE =
  /\s+|([A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)|(0[xX](?:_?[\da-fA-F])+|0[bB](?:_?[01])+|0[oO](?:_?[0-7])+|(?<!\.)\d+(?:_\d+)*(?:(?:\.\d+(?:_\d+)*)?[eE][+-]?\d+(?:_\d+)*|\.\d+(?:_\d+)*)|[1-9](?:_?\d)*|0(?:_?0)*)|('(?:[^'\\]|\\[\s\S])*'|"(?:[^"\\]|\\[\s\S])*")|(\/\/|\*\*|==|!=|>=|<=|[-+/*%~[\](){}<>=.:|,;])/y;
const RAW_BEGIN = /\s*raw\s*([-+]?)%\}/y;
const RAW_END = /\{%([-+]?)\s*endraw\s*([-+]?)%\}/g;
const CLOSING: Readonly<Record<string, string | undefined>> = { '(': ')', '[': ']', '{': '}' };
const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  '\\': '\\',
  "'": "'",
  '"': '"',
  a: '\x07',
  b: '\b',
  f: '\f',
  v: '\v',
};

/** Python's escapes of a string literal; an unknown escape keeps its backslash. */
function unescape(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replace(
    /\\(\r?\n|[0-7]{1,3}|x[\da-fA-F]{2}|u[\da-fA-F]{4}|U[\da-fA-F]{8}|[\s\S])/g,
    (whole, code: string) => {
      const known = ESCAPES[code];
      if (known !== undefined) return known;
      if (code.startsWith('\n') || code.startsWith('\r')) return '';
      if (/^[0-7]/.test(code)) return String.fromCharCode(parseInt(code, 8));
      if (/^[xuU]./.test(code)) return String.fromCodePoint(parseInt(code.slice(1), 16));
      return whole;
    },
  );
}

/** Text as Jinja reads it: line ends are `\n`, and one at the very end is dropped. */
export function normalizeSource(source: string): string {
  const text = source.includes('\r') ? source.replace(/\r\n?/g, '\n') : source;
  return text.endsWith('\n') ? text.slice(0, -1) : text;
}

/** Splits a normalised template into tokens. Throws ProjectFailure TX1001. */
export function tokenize(source: string, origin: Origin): Token[] {
  return new Lexer(source, origin).run();
}

class Lexer {
  readonly #source: string;
  readonly #origin: Origin;
  readonly #tokens: Token[] = [];
  #stripNext = false;

  constructor(source: string, origin: Origin) {
    this.#source = source;
    this.#origin = origin;
  }

  run(): Token[] {
    const source = this.#source;
    let at = 0;
    while (at < source.length) {
      const open = this.#findTag(at);
      if (open < 0) {
        this.#data(at, source.length, false);
        break;
      }
      const sign = source[open + 2];
      this.#data(at, open, sign === '-');
      this.#stripNext = false;
      at = this.#tag(open, open + 2 + (sign === '-' || sign === '+' ? 1 : 0));
    }
    this.#push('end', '', source.length);
    return this.#tokens;
  }

  #findTag(from: number): number {
    const source = this.#source;
    for (let at = source.indexOf('{', from); at >= 0; at = source.indexOf('{', at + 1)) {
      const next = source[at + 1];
      if (next === '%' || next === '{' || next === '#') return at;
    }
    return -1;
  }

  #push(kind: TokenKind, value: string, pos: number): void {
    this.#tokens.push({ kind, value, pos });
  }

  #data(from: number, to: number, stripEnd: boolean): void {
    let text = this.#source.slice(from, to);
    if (this.#stripNext) text = text.trimStart();
    if (stripEnd) text = text.trimEnd();
    if (text !== '') this.#push('data', text, from);
  }

  /** Reads the tag that opens at `open` and whose inside starts at `inside`; gives the offset behind it. */
  #tag(open: number, inside: number): number {
    const source = this.#source;
    const kind = source[open + 1];
    if (kind === '#') {
      const end = source.indexOf('#}', open + 2);
      if (end < 0) throw syntaxError('Missing end of comment tag', source, this.#origin, open);
      this.#stripNext = source[end - 1] === '-' && end - 1 >= open + 2;
      return end + 2;
    }
    if (kind === '%') {
      RAW_BEGIN.lastIndex = inside;
      const raw = RAW_BEGIN.exec(source);
      if (raw) return this.#raw(open, RAW_BEGIN.lastIndex, raw[1] === '-');
    }
    const block = kind === '%';
    this.#push(block ? 'block-begin' : 'variable-begin', '', open);
    return this.#expression(open, inside, block ? '%}' : '}}', block);
  }

  #raw(open: number, start: number, strip: boolean): number {
    RAW_END.lastIndex = start;
    const end = RAW_END.exec(this.#source);
    if (!end) throw syntaxError('Missing end of raw directive', this.#source, this.#origin, open);
    this.#stripNext = strip;
    this.#data(start, end.index, end[1] === '-');
    this.#stripNext = end[2] === '-';
    return RAW_END.lastIndex;
  }

  #expression(open: number, start: number, closing: string, block: boolean): number {
    const source = this.#source;
    const expected: string[] = [];
    let at = start;
    for (;;) {
      if (at >= source.length) {
        throw syntaxError(`unexpected end of template, expected '${closing}'`, source, this.#origin, open);
      }
      if (expected.length === 0) {
        const sign = source[at];
        const signed = (sign === '-' || sign === '+') && source.startsWith(closing, at + 1);
        if (signed || source.startsWith(closing, at)) {
          this.#stripNext = signed && sign === '-';
          const end = at + (signed ? 3 : 2);
          this.#push(block ? 'block-end' : 'variable-end', '', at);
          return end;
        }
      }
      PIECE.lastIndex = at;
      const piece = PIECE.exec(source);
      if (!piece) throw this.#unexpected(at);
      if (piece[4] !== undefined) this.#bracket(piece[4], expected, at);
      this.#piece(piece, at);
      at = PIECE.lastIndex;
    }
  }

  /** Keeps the closing brackets that are still to come. */
  #bracket(operator: string, expected: string[], at: number): void {
    const closing = CLOSING[operator];
    if (closing !== undefined) expected.push(closing);
    if (operator !== ')' && operator !== ']' && operator !== '}') return;
    const wanted = expected.pop();
    if (wanted === operator) return;
    const hint = wanted === undefined ? '' : `, expected '${wanted}'`;
    throw syntaxError(`unexpected '${operator}'${hint}`, this.#source, this.#origin, at);
  }

  #piece(piece: RegExpExecArray, at: number): void {
    const [, name, number, string, operator] = piece;
    if (name !== undefined) this.#push('name', name, at);
    else if (number !== undefined) {
      const float = /[.eE]/.test(number) && !/^0[xX]/.test(number);
      this.#push(float ? 'float' : 'integer', number.replace(/_/g, ''), at);
    } else if (string !== undefined) this.#push('string', unescape(string.slice(1, -1)), at);
    else if (operator !== undefined) this.#push('operator', operator, at);
  }

  #unexpected(at: number) {
    const char = this.#source[at] ?? '';
    const message =
      char === "'" || char === '"'
        ? `a string that starts here is not closed`
        : `unexpected char ${JSON.stringify(char)}`;
    return syntaxError(message, this.#source, this.#origin, at);
  }
}
