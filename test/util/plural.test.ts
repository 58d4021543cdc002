import { expect, it } from 'vitest';
import { plural } from '../../src/util/plural.ts';

it.each([
  [1, 'model', '1 model'],
  [0, 'model', '0 models'],
  [2, 'analysis', '2 analyses'],
  [3, 'saved query', '3 saved queries'],
])('%d of %s are "%s"', (count, word, said) => {
  expect(plural(count, word)).toBe(said);
});
