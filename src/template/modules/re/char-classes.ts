import { FLAGS } from './flags.ts';

/** The inside of JavaScript's class (flag `v`) for Python's `\d`, `\s`, `\w`: of Unicode, unless ASCII is asked for. */
export function classOf(letter: 'd' | 's' | 'w', flags: number): string {
  const ascii = (flags & FLAGS.ASCII) !== 0;
  if (letter === 'd') return ascii ? '0-9' : '\\p{Nd}';
  if (letter === 's') return ascii ? '\\t-\\r\\x20' : '\\t-\\r\\x1c-\\x20\\x85\\p{Z}';
  return ascii ? '0-9A-Za-z_' : '\\p{L}\\p{N}_';
}

/** A word boundary (`\b`), or its opposite, over the words that the flags mean. */
export function boundary(flags: number, opposite: boolean): string {
  const word = `[${classOf('w', flags)}]`;
  return opposite
    ? `(?:(?<=${word})(?=${word})|(?<!${word})(?!${word}))`
    : `(?:(?<=${word})(?!${word})|(?<!${word})(?=${word}))`;
}

/** A character as itself, outside of a class. */
export function literal(char: string, foldCase: boolean): string {
  if (foldCase && char.toLowerCase() !== char.toUpperCase())
    return `[${char.toLowerCase()}${char.toUpperCase()}]`;
  if (/[\^$\\.*+?()[\]{}|/]/.test(char)) return `\\${char}`;
  return char;
}

/** A character as itself, inside of a class. */
export function classLiteral(char: string): string {
  return /[\^$\\.*+?()[\]{}|/\-&!#%,:;<=>@`~]/.test(char) ? `\\${char}` : char;
}
