import type { Step } from '../materializations/plan-types.ts';

/**
 * Leaves out a transaction that holds one statement: alone it is as whole or not at all, and costs two requests less.
 * Several statements in one step stay in their transaction; so does one with a semicolon anywhere, which may be several.
 */
export function withoutNeedlessTransaction(steps: readonly Step[]): readonly Step[] {
  const begin = steps.findIndex(({ kind }) => kind === 'begin');
  const only = steps[begin + 1];
  if (begin < 0 || only?.kind !== 'sql' || steps[begin + 2]?.kind !== 'commit') return steps;
  if (only.sql.includes(';')) return steps;
  return [...steps.slice(0, begin), only, ...steps.slice(begin + 3)];
}
