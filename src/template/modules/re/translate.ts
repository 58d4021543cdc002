import { TemplateFault } from '../../runtime/template-fault.ts';
import { boundary, classLiteral, classOf, literal } from './char-classes.ts';
import { FLAGS, flagOfLetter } from './flags.ts';

/** A Python pattern in JavaScript's syntax, for the flag `v`. */
export interface Translation {
  readonly source: string;
  /** Python's flags, with those that the pattern itself sets. */
  readonly flags: number;
  /** Names of the groups by number; null where a group has none. */
  readonly groupNames: readonly (string | null)[];
}

const START = '(?<![\\s\\S])';
const END = '(?![\\s\\S])';
const CONTROL: Readonly<Record<string, string>> = {
  n: '\\n',
  r: '\\r',
  t: '\\t',
  f: '\\f',
  v: '\\v',
  a: '\\x07',
};

/** Translates Python's regular expressions; what JavaScript cannot do is refused. Throws TemplateFault. */
export function translate(pattern: string, flags: number): Translation {
  return new Translator(pattern, flags).run();
}

class Translator {
  readonly #chars: readonly string[];
  #at = 0;
  #flags: number;
  readonly #global: number;
  readonly #groupNames: (string | null)[] = [];
  /** Flags to go back to at the end of each open group. */
  readonly #open: number[] = [];

  constructor(pattern: string, flags: number) {
    this.#chars = [...pattern];
    this.#global = flags | this.#leadingFlags();
    this.#flags = this.#global;
  }

  run(): Translation {
    let source = '';
    while (this.#at < this.#chars.length) source += this.#item();
    if (this.#open.length > 0) throw this.#fault('missing ), unterminated subpattern');
    return { source, flags: this.#global, groupNames: this.#groupNames };
  }

  #fault(message: string): TemplateFault {
    return new TemplateFault(
      `${message} at position ${this.#at} of regular expression '${this.#chars.join('')}'`,
    );
  }

  #rest(length: number): string {
    return this.#chars.slice(this.#at, this.#at + length).join('');
  }

  /** `(?i)` at the very start holds for the whole pattern. */
  #leadingFlags(): number {
    let flags = 0;
    for (;;) {
      const match = /^\(\?([aiLmsux]+)\)/.exec(this.#rest(16));
      if (!match) return flags;
      for (const letter of match[1] ?? '') flags |= flagOfLetter(letter) ?? 0;
      this.#at += match[0].length;
    }
  }

  #has(flag: number): boolean {
    return (this.#flags & flag) !== 0;
  }

  /** Whether case is ignored here but not by the whole pattern. */
  get #foldsCase(): boolean {
    return this.#has(FLAGS.IGNORECASE) && (this.#global & FLAGS.IGNORECASE) === 0;
  }

  #item(): string {
    const char = this.#chars[this.#at] ?? '';
    this.#at += 1;
    switch (char) {
      case '\\':
        return this.#escape();
      case '[':
        return this.#class();
      case '(':
        return this.#group();
      case ')':
        if (this.#open.length === 0) throw this.#fault('unbalanced parenthesis');
        this.#flags = this.#open.pop() ?? this.#global;
        return ')';
      case '.':
        return this.#has(FLAGS.DOTALL) ? '[\\s\\S]' : '[^\\n]';
      case '^':
        return this.#has(FLAGS.MULTILINE) ? '(?<![^\\n])' : START;
      case '$':
        return this.#has(FLAGS.MULTILINE) ? '(?![^\\n])' : `(?=\\n?${END})`;
      case '{':
        return this.#braces();
      case '*':
      case '+':
      case '?':
        return this.#quantifier(char);
      case '|':
        return '|';
      default:
        return this.#plain(char);
    }
  }

  #plain(char: string): string {
    if (this.#has(FLAGS.VERBOSE)) {
      if (/\s/.test(char)) return '';
      if (char === '#') {
        while (this.#at < this.#chars.length && this.#chars[this.#at] !== '\n') this.#at += 1;
        return '';
      }
    }
    return literal(char, this.#foldsCase);
  }

  #quantifier(quantifier: string): string {
    const next = this.#chars[this.#at];
    if (next === '+') throw this.#fault('possessive quantifiers are not supported');
    if (next !== '?') return quantifier;
    this.#at += 1;
    return `${quantifier}?`;
  }

  #braces(): string {
    const match = /^(\d*)(,?)(\d*)\}/.exec(this.#rest(24));
    if (!match || (match[1] === '' && match[3] === '')) return '\\{';
    this.#at += match[0].length;
    return this.#quantifier(`{${match[1] || '0'}${match[2]}${match[3]}}`);
  }

  #escape(): string {
    const char = this.#chars[this.#at];
    if (char === undefined) throw this.#fault('bad escape (end of pattern)');
    this.#at += 1;
    if (char === 'A') return START;
    if (char === 'Z') return END;
    if (char === 'b' || char === 'B') return boundary(this.#flags, char === 'B');
    if (/[1-9]/.test(char)) return this.#backreference(char);
    return this.#commonEscape(char) ?? literal(char, this.#foldsCase);
  }

  #backreference(first: string): string {
    const second = this.#chars[this.#at] ?? '';
    const third = this.#chars[this.#at + 1] ?? '';
    if (/^[0-3][0-7][0-7]$/.test(first + second + third)) {
      this.#at += 2;
      return codePoint(parseInt(first + second + third, 8));
    }
    if (/\d/.test(second)) this.#at += 1;
    const number = Number(/\d/.test(second) ? first + second : first);
    if (number > this.#groupNames.length) throw this.#fault(`invalid group reference ${number}`);
    return `(?:\\${number})`;
  }

  /** An escape that means the same inside and outside of a class; undefined when the character stands for itself. */
  #commonEscape(char: string, inClass = false): string | undefined {
    const lower = char.toLowerCase();
    if (lower === 'd' || lower === 's' || lower === 'w') {
      const negated = char !== lower ? '^' : '';
      return `[${negated}${classOf(lower, this.#flags)}]`;
    }
    if (Object.hasOwn(CONTROL, char)) return CONTROL[char];
    if (char === '0') {
      const digits = /^[0-7]{0,2}/.exec(this.#rest(2))?.[0] ?? '';
      this.#at += digits.length;
      return codePoint(parseInt(`0${digits}`, 8));
    }
    const length = { x: 2, u: 4, U: 8 }[char];
    if (length !== undefined) {
      const digits = this.#rest(length);
      if (!new RegExp(`^[0-9a-fA-F]{${length}}$`).test(digits))
        throw this.#fault(`incomplete escape \\${char}${digits}`);
      this.#at += length;
      return codePoint(parseInt(digits, 16));
    }
    if (/[a-zA-Z]/.test(char) && !(inClass && char === 'b')) throw this.#fault(`bad escape \\${char}`);
    return undefined;
  }

  #class(): string {
    const negated = this.#chars[this.#at] === '^';
    if (negated) this.#at += 1;
    const start = this.#at;
    let inside = '';
    for (;;) {
      const char = this.#chars[this.#at];
      if (char === undefined) throw this.#fault('unterminated character set');
      if (char === ']' && this.#at > start) break;
      inside += this.#classItem();
    }
    this.#at += 1;
    return `[${negated ? '^' : ''}${inside}]`;
  }

  #classItem(): string {
    const low = this.#classAtom();
    const isRange =
      this.#chars[this.#at] === '-' &&
      this.#chars[this.#at + 1] !== undefined &&
      this.#chars[this.#at + 1] !== ']';
    if (!isRange || low.startsWith('[')) return this.#foldsCase ? bothCases(low) : low;
    this.#at += 1;
    const high = this.#classAtom();
    const range = `${low}-${high}`;
    return this.#foldsCase && /^[a-z]-[a-z]$/i.test(range)
      ? range.toLowerCase() + range.toUpperCase()
      : range;
  }

  #classAtom(): string {
    const char = this.#chars[this.#at] ?? '';
    this.#at += 1;
    if (char !== '\\') return classLiteral(char);
    const escaped = this.#chars[this.#at];
    if (escaped === undefined) throw this.#fault('unterminated character set');
    this.#at += 1;
    if (escaped === 'b') return '\\x08';
    return this.#commonEscape(escaped, true) ?? classLiteral(escaped);
  }

  #group(): string {
    this.#open.push(this.#flags);
    if (this.#chars[this.#at] !== '?') {
      this.#groupNames.push(null);
      return '(';
    }
    const simple = /^\?(?:[:=!]|<[=!])/.exec(this.#rest(3))?.[0];
    if (simple !== undefined) {
      this.#at += simple.length;
      return `(${simple}`;
    }
    const rest = this.#chars.slice(this.#at).join('');
    const named = /^\?P<([^>]*)>/.exec(rest);
    if (named) return this.#namedGroup(named[0], named[1] ?? '');
    const reference = /^\?P=([^)]*)\)/.exec(rest);
    if (reference) {
      this.#closeAfter(reference[0]);
      if (!this.#groupNames.includes(reference[1] ?? ''))
        throw this.#fault(`unknown group name '${reference[1]}'`);
      return `\\k<${reference[1]}>`;
    }
    const comment = /^\?#[^)]*\)/.exec(rest);
    if (comment) {
      this.#closeAfter(comment[0]);
      return '';
    }
    return this.#flagGroup(rest);
  }

  #closeAfter(text: string): void {
    this.#at += [...text].length;
    this.#open.pop();
  }

  #namedGroup(head: string, name: string): string {
    if (!/^[\p{L}_][\p{L}\p{N}_]*$/u.test(name)) throw this.#fault(`bad character in group name '${name}'`);
    if (this.#groupNames.includes(name)) throw this.#fault(`redefinition of group name '${name}'`);
    this.#at += [...head].length;
    this.#groupNames.push(name);
    return `(?<${name}>`;
  }

  /** `(?i:…)` and `(?-s:…)`. */
  #flagGroup(rest: string): string {
    const match = /^\?([aiLmsux]*)(?:-([imsx]+))?:/.exec(rest);
    if (!match) {
      if (/^\?[aiLmsux]+\)/.test(rest)) throw this.#fault('global flags not at the start of the expression');
      throw this.#fault('unsupported extension (?' + (rest[1] ?? ''));
    }
    for (const letter of match[1] ?? '') this.#flags |= flagOfLetter(letter) ?? 0;
    for (const letter of match[2] ?? '') this.#flags &= ~(flagOfLetter(letter) ?? 0);
    this.#at += match[0].length;
    return '(?:';
  }
}

function bothCases(item: string): string {
  return /^[a-z]$/i.test(item) ? item.toLowerCase() + item.toUpperCase() : item;
}

function codePoint(code: number): string {
  return `\\u{${code.toString(16)}}`;
}
