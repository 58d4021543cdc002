/** Where the lines begin that start within brackets or quotes, in order: their indentation means nothing. */
export function linesWithinFlow(text: string): readonly number[] {
  return new YamlLines(text).found;
}

/** Where the header (`|`, `>`) of a block of text begins whose last line has no line break, since the document ends; null without one. */
export function unendedBlock(text: string): number | null {
  return new YamlLines(text).unended;
}

const isBlank = (char: string | undefined): boolean => char === ' ' || char === '\t' || char === '\r';
const isEnd = (char: string | undefined): boolean => char === undefined || char === '\n';
const isSpace = (char: string | undefined): boolean => isBlank(char) || isEnd(char);

/** Walks through a document and looks at no more of it than tells where brackets and quotes are open. */
class YamlLines {
  readonly found: number[] = [];
  unended: number | null = null;
  readonly #text: string;
  #at = 0;
  #lineStart = 0;
  /** Columns of the keys and dashes that the line at hand stands under. */
  readonly #parents: number[] = [];
  /** The column that the lines must be deeper than which go on with the words of the line before; null for none. */
  #wordsUnder: number | null = null;
  /** Where the anchor or tag begins that stands before the node to come; null where there is none. */
  #propertyColumn: number | null = null;

  constructor(text: string) {
    this.#text = text;
    while (this.#at < text.length) this.#line();
  }

  get #char(): string | undefined {
    return this.#text[this.#at];
  }

  get #column(): number {
    return this.#at - this.#lineStart;
  }

  get #parent(): number {
    return this.#parents.at(-1) ?? -1;
  }

  #line(): void {
    this.#lineStart = this.#at;
    this.#propertyColumn = null;
    while (this.#char === ' ') this.#at += 1;
    const indent = this.#column;
    if (this.#isMarker()) {
      this.#parents.length = 0;
      this.#wordsUnder = null;
      this.#at += 3;
    } else if (this.#wordsUnder !== null && indent > this.#wordsUnder) {
      return this.#toNextLine();
    } else if (!this.#restIsBlank()) {
      this.#wordsUnder = null;
      while (this.#parent >= indent) this.#parents.pop();
    }
    while (!isEnd(this.#char)) if (this.#token()) return;
    this.#at += 1;
  }

  /** Passes one token of a line; true when the next line has begun. */
  #token(): boolean {
    const char = this.#char;
    if (isBlank(char)) this.#at += 1;
    else if (char === '#') this.#toEnd();
    else if ((char === '-' || char === '?') && isSpace(this.#text[this.#at + 1])) {
      this.#parents.push(this.#column);
      this.#propertyColumn = null;
      this.#at += 1;
    } else if (char === ':' && isSpace(this.#text[this.#at + 1])) {
      this.#propertyColumn = null;
      this.#at += 1;
    } else if (char === '&' || char === '*' || char === '!') {
      this.#propertyColumn ??= this.#column;
      while (!isSpace(this.#char)) this.#at += 1;
    } else if (char === '|' || char === '>') {
      this.#blockScalar();
      return true;
    } else this.#node();
    return false;
  }

  /** A node in brackets, in quotes or in plain words, which may be a key. */
  #node(): void {
    const column = this.#propertyColumn ?? this.#column;
    this.#propertyColumn = null;
    const char = this.#char;
    if (char === '[' || char === '{') this.#brackets();
    else if (char === '"' || char === "'") this.#quotes(char);
    else {
      while (!isEnd(this.#char) && !this.#atValue(false) && !this.#atComment()) this.#at += 1;
      if (isEnd(this.#char)) this.#wordsUnder = this.#parent;
    }
    while (isBlank(this.#char)) this.#at += 1;
    if (this.#atValue(false)) this.#parents.push(column);
  }

  #brackets(): void {
    let depth = 0;
    while (this.#char !== undefined) {
      const char = this.#char;
      if (char === '\n') this.#breakWithin();
      else if (isBlank(char) || char === ',') this.#at += 1;
      else if (this.#atComment()) this.#toEnd();
      else if (char === '"' || char === "'") this.#quotes(char);
      else if (char === '[' || char === '{') {
        depth += 1;
        this.#at += 1;
      } else if (char === ']' || char === '}') {
        depth -= 1;
        this.#at += 1;
        if (depth === 0) return;
      } else if (this.#atValue(true)) this.#at += 1;
      else this.#wordsInBrackets();
    }
  }

  #wordsInBrackets(): void {
    while (!isEnd(this.#char) && !/[,[\]{}]/.test(this.#char ?? '') && !this.#atValue(true)) {
      if (this.#atComment()) return;
      this.#at += 1;
    }
  }

  #quotes(quote: string): void {
    this.#at += 1;
    while (this.#char !== undefined) {
      const char = this.#char;
      if (char === '\n') this.#breakWithin();
      else if (quote === '"' && char === '\\' && this.#text[this.#at + 1] !== '\n') this.#at += 2;
      else if (char === quote && quote === "'" && this.#text[this.#at + 1] === quote) this.#at += 2;
      else {
        this.#at += 1;
        if (char === quote) return;
      }
    }
  }

  /** Passes a text whose lines count with their indentation. */
  #blockScalar(): void {
    const header = /^[|>][-+]?(\d?)/.exec(this.#text.slice(this.#at, this.#at + 3));
    const parent = this.#parent;
    const start = this.#at;
    let indent = header?.[1] ? Math.max(parent, 0) + Number(header[1]) : null;
    this.#toNextLine();
    while (this.#at < this.#text.length) {
      const lineStart = this.#at;
      while (this.#char === ' ') this.#at += 1;
      const own = this.#at - lineStart;
      const isText = !this.#restIsBlank() || (indent !== null && own > indent);
      if (isText) {
        indent ??= own > parent ? own : Infinity;
        if (own < indent) {
          this.#at = lineStart;
          return;
        }
      }
      this.#toNextLine();
      if (isText && this.#at > this.#text.length) this.unended = start;
    }
  }

  #breakWithin(): void {
    this.#at += 1;
    this.#lineStart = this.#at;
    if (!this.#isMarker() && !this.#restIsBlank()) this.found.push(this.#at);
  }

  /** A colon that ends a key. In brackets it may also stand right before one of theirs. */
  #atValue(inBrackets: boolean): boolean {
    if (this.#char !== ':') return false;
    const next = this.#text[this.#at + 1];
    return isSpace(next) || (inBrackets && /[,[\]{}]/.test(next ?? ''));
  }

  #atComment(): boolean {
    return this.#char === '#' && isSpace(this.#text[this.#at - 1]);
  }

  /** The start or the end of a document. */
  #isMarker(): boolean {
    if (this.#at !== this.#lineStart) return false;
    const mark = this.#text.slice(this.#at, this.#at + 3);
    return (mark === '---' || mark === '...') && isSpace(this.#text[this.#at + 3]);
  }

  #restIsBlank(): boolean {
    let at = this.#at;
    while (isBlank(this.#text[at])) at += 1;
    return isEnd(this.#text[at]);
  }

  #toEnd(): void {
    const end = this.#text.indexOf('\n', this.#at);
    this.#at = end < 0 ? this.#text.length : end;
  }

  #toNextLine(): void {
    this.#toEnd();
    this.#at += 1;
  }
}
