import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { knownDifferences } from './support/describe-cases.ts';
import { knownParseDifferences } from './support/describe-suite.ts';

describe('docs/reference/differences.md', () => {
  const page = readFileSync(path.join(import.meta.dirname, '../../docs/reference/differences.md'), 'utf8');
  const listed = [...page.matchAll(/^\| `([^`]+)` \|/gm)].map((match) => match[1]);

  it('gives a reason for every difference that the tests let pass, and for no other', () => {
    expect(new Set(listed)).toEqual(new Set([...Object.values(knownDifferences), ...Object.values(knownParseDifferences)]));
  });
});
