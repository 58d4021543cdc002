/** `1 model`, `2 models`, `2 analyses`. */
export function plural(count: number, word: string): string {
  if (count === 1) return `1 ${word}`;
  const ending = [
    [/is$/, 'es'],
    [/y$/, 'ies'],
    [/s$/, 's'],
  ] as const;
  const found = ending.find(([pattern]) => pattern.test(word));
  return `${count} ${found ? word.replace(found[0], found[1]) : `${word}s`}`;
}
