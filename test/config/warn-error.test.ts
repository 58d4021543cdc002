import { expect, it } from 'vitest';
import { warnErrorOptions } from '../../src/config/flags-resolve.ts';

it.each([
  [
    { error: ['NoNodesForSelectionCriteria', 'Deprecations'], warn: ['TX1320'] },
    ['NoNodesForSelectionCriteria', 'Deprecations'],
  ],
  [{ include: 'all', exclude: ['LogTestResult'] }, 'all'],
  ['{"error": ["*"]}', 'all'],
])('takes %j', (given, error) => {
  expect(warnErrorOptions(given).error).toEqual(error);
});

it.each([
  [{ error: ['NoNodesForSelectionCriterion'] }, "'NoNodesForSelectionCriterion', which is no warning"],
  [{ silence: ['Nope'] }, "'Nope'"],
  [{ exclude: ['TX9999'] }, "'TX9999'"],
  ['{', 'cannot be read'],
])('refuses %j', (given, text) => {
  expect(() => warnErrorOptions(given)).toThrow(text);
});
