import { expect, it } from 'vitest';
import { parseBytes } from '../../src/util/parse-bytes.ts';
import { parseDuration } from '../../src/util/parse-duration.ts';

it.each([
  ['500ms', 0.5],
  ['90s', 90],
  ['1.5m', 90],
  ['2h', 7200],
  ['1d', 86_400],
  ['7', 7],
  [3, 3],
  ['soon', null],
  ['-1s', null],
  ['', null],
])('%j lasts %j seconds', (text, seconds) => {
  expect(parseDuration(text)).toBe(seconds);
});

it.each([
  ['2 TB', 2_000_000_000_000],
  ['1.5gb', 1_500_000_000],
  ['10', 10],
  [12, 12],
  ['a lot', null],
])('%j is %j bytes', (text, bytes) => {
  expect(parseBytes(text)).toBe(bytes);
});
