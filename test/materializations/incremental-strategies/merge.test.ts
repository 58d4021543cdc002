import type { JsonObject } from '../../../src/config/json.ts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openScenario, type Scenario } from '../support/scenario.ts';

let scenario: Scenario;
beforeEach(async () => {
  scenario = await openScenario();
  await scenario.sql(
    'create table raw.ev (id int, grp varchar(10), qty int)',
    "insert into raw.ev values (1,'a',10),(2,'b',20),(3,null,30)",
  );
});
afterEach(() => scenario.close());

const run = async (config: JsonObject): Promise<readonly string[]> => {
  await scenario.build({
    materialized: 'incremental',
    config: { incremental_strategy: 'merge', ...config },
    sql: 'select * from raw.ev',
  });
  return (await scenario.contents('m'))?.rows ?? [];
};
const twice = async (config: JsonObject, ...between: readonly string[]): Promise<readonly string[]> => {
  await run(config);
  await scenario.sql(...between);
  return run(config);
};
const second = ['delete from raw.ev', "insert into raw.ev values (2,'b',21),(3,null,31),(4,'d',40)"];

describe('merge', () => {
  it.each([
    ['one key', 'id', ['1|a|10', '2|b|21', '3|null|31', '4|d|40']],
    ['a key with NULLs', 'grp', ['1|a|10', '2|b|21', '3|null|30', '3|null|31', '4|d|40']],
    ['a list', ['id', 'grp'], ['1|a|10', '2|b|21', '3|null|30', '3|null|31', '4|d|40']],
    ['no key', null, ['1|a|10', '2|b|20', '2|b|21', '3|null|30', '3|null|31', '4|d|40']],
  ])('updates and inserts by %s', async (_, uniqueKey, expected) => {
    expect(await twice({ unique_key: uniqueKey }, ...second)).toEqual(expected);
  });

  it('takes the query as its source, without a copy', async () => {
    await run({ unique_key: 'id' });
    const plan = await scenario.build({
      materialized: 'incremental',
      config: { incremental_strategy: 'merge', unique_key: 'id' },
      sql: 'select * from raw.ev',
    });
    expect(plan.steps.map((step) => step.kind)).toEqual(['begin', 'sql', 'commit']);
  });

  it('updates only the columns that it is told to', async () => {
    const change = "update raw.ev set qty = qty + 1, grp = 'z'";
    expect(await twice({ unique_key: 'id', merge_update_columns: ['qty'] }, change)).toEqual([
      '1|a|11',
      '2|b|21',
      '3|null|31',
    ]);
    await scenario.sql('drop table dev.m', 'update raw.ev set qty = qty - 1');
    expect(await twice({ unique_key: 'id', merge_exclude_columns: ['QTY'] }, change)).toEqual([
      '1|z|10',
      '2|z|20',
      '3|z|30',
    ]);
  });

  it('refuses both lists, unknown columns and clauses that it does not have', async () => {
    await run({});
    const both = { unique_key: 'id', merge_update_columns: ['qty'], merge_exclude_columns: ['grp'] };
    await expect(run(both)).rejects.toThrow(
      'Model cannot specify merge_update_columns and merge_exclude_columns',
    );
    await expect(run({ unique_key: 'id', merge_update_columns: ['nope'] })).rejects.toThrow('nope');
    await expect(run({ unique_key: 'id', merge_clauses: {} })).rejects.toThrow('merge_clauses');
  });

  it('guards updates and inserts by conditions', async () => {
    const config = {
      unique_key: 'id',
      merge_update_condition: 'DBT_INTERNAL_SOURCE.qty >= DBT_INTERNAL_DEST.qty',
      merge_insert_condition: ['DBT_INTERNAL_SOURCE.id < 5', 'DBT_INTERNAL_SOURCE.qty > 0'],
    };
    const change = [
      'update raw.ev set qty = case id when 1 then 5 else 99 end',
      "insert into raw.ev values (4,'d',1),(5,'e',1)",
    ];
    expect(await twice(config, ...change)).toEqual(['1|a|10', '2|b|99', '3|null|99', '4|d|1']);
  });

  it('sets columns by expressions', async () => {
    const config = {
      unique_key: 'id',
      merge_update_columns: ['grp'],
      merge_update_set_expressions: { qty: 'DBT_INTERNAL_DEST.qty + DBT_INTERNAL_SOURCE.qty' },
    };
    expect(await twice(config)).toEqual(['1|a|20', '2|b|40', '3|null|60']);
  });

  it('joins on further predicates, and on merge_on_using_columns in the place of the key', async () => {
    const predicates = { unique_key: 'id', incremental_predicates: ['DBT_INTERNAL_DEST.id <> 2'] };
    expect(await twice(predicates, 'update raw.ev set qty = qty + 1')).toEqual([
      '1|a|11',
      '2|b|20',
      '2|b|21',
      '3|null|31',
    ]);
    await scenario.sql('drop table dev.m');
    expect(await twice({ merge_on_using_columns: ['id'] }, 'update raw.ev set qty = 0')).toEqual([
      '1|a|0',
      '2|b|0',
      '3|null|0',
    ]);
  });
});
