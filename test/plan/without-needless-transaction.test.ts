import { describe, expect, it } from 'vitest';
import type { Step } from '../../src/materializations/plan-types.ts';
import { withoutNeedlessTransaction } from '../../src/plan/without-needless-transaction.ts';

const begin: Step = { kind: 'begin' };
const commit: Step = { kind: 'commit' };
const hook: Step = { kind: 'template', template: 'vacuum', role: 'post-hook' };
const sql = (text: string): Step => ({ kind: 'sql', sql: text, role: 'main' });

describe('a transaction around one statement', () => {
  it('is left out', () => {
    expect(withoutNeedlessTransaction([hook, begin, sql('select 1'), commit, hook])).toEqual([
      hook,
      sql('select 1'),
      hook,
    ]);
  });

  it.each([
    ['two statements', [begin, sql('a'), sql('b'), commit]],
    ['a hook inside', [begin, hook, sql('a'), commit]],
    ['text that may be several statements', [begin, sql('a; b'), commit]],
    ['nothing inside', [begin, commit]],
    ['no transaction', [sql('a')]],
  ] satisfies [string, Step[]][])('stays with %s', (_case, steps) => {
    expect(withoutNeedlessTransaction(steps)).toEqual(steps);
  });
});
