import type { Value } from '../value.ts';
import { Float, toFloat } from '../values/float.ts';

const NUMBER = /-?(?:0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/y;
const STRING = /"((?:[^"\\\x00-\x1f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*)"/y;
const SPACE = /[ \t\n\r]*/y;

const WORDS: readonly (readonly [string, Value])[] = [
  ['null', null],
  ['true', true],
  ['false', false],
  ['NaN', new Float(NaN)],
  ['Infinity', new Float(Infinity)],
  ['-Infinity', new Float(-Infinity)],
];

/**
 * JSON text as template values, as Python's `json.loads` reads it: `1.0` stays a float, large integers stay exact,
 * keys keep their order. Undefined when the text is not JSON.
 */
export function readJson(text: string): Value | undefined {
  const reader = new Reader(text);
  const value = reader.value();
  return value !== undefined && reader.isAtEnd() ? value : undefined;
}

class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  isAtEnd(): boolean {
    this.#take(SPACE);
    return this.#at === this.#text.length;
  }

  #take(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#text);
    if (match) this.#at += match[0].length;
    return match;
  }

  #skip(char: string): boolean {
    this.#take(SPACE);
    if (this.#text[this.#at] !== char) return false;
    this.#at += 1;
    return true;
  }

  value(): Value | undefined {
    if (this.#skip('{')) return this.#object();
    if (this.#skip('[')) return this.#array();
    if (this.#text[this.#at] === '"') return this.#string();
    for (const [word, value] of WORDS) {
      if (!this.#text.startsWith(word, this.#at)) continue;
      this.#at += word.length;
      return value;
    }
    return this.#number();
  }

  #number(): Value | undefined {
    const match = this.#take(NUMBER);
    if (!match) return undefined;
    const number = Number(match[0]);
    if (match[1] !== undefined || match[2] !== undefined) return toFloat(number);
    return Number.isSafeInteger(number) ? number || 0 : BigInt(match[0]);
  }

  #string(): string | undefined {
    const match = this.#take(STRING);
    return match ? (JSON.parse(match[0]) as string) : undefined;
  }

  #array(): Value[] | undefined {
    const items: Value[] = [];
    if (this.#skip(']')) return items;
    do {
      const item = this.value();
      if (item === undefined) return undefined;
      items.push(item);
    } while (this.#skip(','));
    return this.#skip(']') ? items : undefined;
  }

  #object(): Map<Value, Value> | undefined {
    const dict = new Map<Value, Value>();
    if (this.#skip('}')) return dict;
    do {
      this.#take(SPACE);
      const key = this.#string();
      if (key === undefined || !this.#skip(':')) return undefined;
      const value = this.value();
      if (value === undefined) return undefined;
      dict.set(key, value);
    } while (this.#skip(','));
    return this.#skip('}') ? dict : undefined;
  }
}
