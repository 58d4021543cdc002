import { describe, expect, it } from 'vitest';
import { duckdbAdapter } from '../../adapters/duckdb/adapter.ts';
import { ansiDialect } from '../../src/adapter-api/ansi-dialect.ts';
import { finishingSteps } from '../../src/materializations/finishing-steps.ts';
import { planInput } from './support/plan-input.ts';

const grants = (
  wanted: readonly (readonly [string, readonly string[]])[],
  held: readonly (readonly [string, readonly string[]])[] | null,
) =>
  finishingSteps(
    planInput({ grants: new Map(wanted) }),
    { type: 'table', columns: [], grants: held === null ? null : new Map(held) },
    ansiDialect,
    { ...duckdbAdapter.capabilities, grants: true },
  ).map((step) => step.sql);

describe('finishingSteps', () => {
  it('grants all on a relation that is new', () => {
    expect(grants([['select', ['a', 'b']]], null)).toEqual(['grant select on "dev"."m" to a, b']);
  });

  it('revokes and grants only what differs, of the privileges that are named', () => {
    const held = [
      ['SELECT', ['a', 'old']],
      ['INSERT', ['z']],
    ] as const;
    expect(grants([['select', ['a', 'b']]], held)).toEqual([
      'revoke select on "dev"."m" from "old"',
      'grant select on "dev"."m" to b',
    ]);
    expect(grants([['select', []]], held)).toEqual(['revoke select on "dev"."m" from "a", "old"']);
    expect(grants([['select', ['A', 'OLD']]], held)).toEqual([]);
  });

  it('leaves grants out where the warehouse has none', () => {
    const input = planInput({ grants: new Map([['select', ['a']]]) });
    const state = { type: 'table' as const, columns: [], grants: null };
    expect(finishingSteps(input, state, ansiDialect, duckdbAdapter.capabilities)).toEqual([]);
  });
});
