/** Python's flags of regular expressions, as numbers that can be added up. */
export const FLAGS = {
  IGNORECASE: 2,
  LOCALE: 4,
  MULTILINE: 8,
  DOTALL: 16,
  UNICODE: 32,
  VERBOSE: 64,
  ASCII: 256,
} as const;

const LETTERS: Readonly<Record<string, number>> = { i: 2, L: 4, m: 8, s: 16, u: 32, x: 64, a: 256 };

/** The flag of a letter in `(?imsx)`; undefined for other letters. */
export function flagOfLetter(letter: string): number | undefined {
  return Object.hasOwn(LETTERS, letter) ? LETTERS[letter] : undefined;
}
