import { describe, expect, it } from 'vitest';
import { openFiles } from './support.ts';

const codes = async (sql: string, properties = ''): Promise<readonly string[]> =>
  (
    await openFiles({ 'models/m.sql': sql, 'models/m.yml': properties || 'version: 2\n' }, { which: 'parse' })
  ).errors.map(({ code }) => code);

describe('rules that stop a project', () => {
  it('contract-columns', async () => {
    const sql = "{{ config(contract={'enforced': true}) }} select 1 as id";
    expect(await codes(sql)).toEqual(['TX3102']);
    expect(await codes(sql, 'models: [{name: m, columns: [{name: id, data_type: int}]}]\n')).toEqual([]);
  });

  it('incremental-contract', async () => {
    const sql = "{{ config(materialized='incremental', contract={'enforced': true}) }} select 1 as id";
    const columns = 'models: [{name: m, columns: [{name: id, data_type: int}]}]\n';
    expect(await codes(sql, columns)).toEqual(['TX3112']);
    expect(await codes(sql.replace(') }}', ", on_schema_change='fail') }}"), columns)).toEqual([]);
  });

  it('microbatch-settings', async () => {
    const sql = (more: string): string =>
      `{{ config(materialized='incremental', incremental_strategy='microbatch', event_time='at', begin='2026-01-01'${more}) }} select 1 as at`;
    expect(await codes(sql(''))).toEqual(['TX3114']);
    expect(await codes(sql(", batch_size='day'"))).toEqual([]);
  });

  it('unit-test-override', async () => {
    const sql =
      "{{ config(materialized='incremental') }} select 1 as id {% if is_incremental() %}{% endif %}";
    const test = (overrides: string): string =>
      `unit_tests: [{name: u, model: m, given: [], expect: {rows: [{id: 1}]}${overrides}}]\n`;
    expect(await codes(sql, test(''))).toEqual(['TX1213']);
    expect(await codes(sql, test(', overrides: {macros: {is_incremental: false}}'))).toEqual([]);
  });
});
