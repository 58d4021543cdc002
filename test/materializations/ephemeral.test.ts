import { describe, expect, it } from 'vitest';
import { duckdbAdapter } from '../../adapters/duckdb/adapter.ts';
import { ephemeral } from '../../src/materializations/ephemeral.ts';
import { planInput, warehouseState } from './support/plan-input.ts';

describe('ephemeral', () => {
  it('does nothing, hooks included', () => {
    const input = planInput({ preHooks: [{ sql: 'select 1', transaction: true, index: null }] });
    expect(ephemeral.needs(input, null)).toEqual({ existingColumns: false, queryColumns: false });
    expect(
      ephemeral.plan(input, warehouseState(), duckdbAdapter.dialect, duckdbAdapter.capabilities).steps,
    ).toEqual([]);
  });
});
