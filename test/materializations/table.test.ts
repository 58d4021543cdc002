import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openScenario, type Scenario } from './support/scenario.ts';

let scenario: Scenario;
beforeEach(async () => {
  scenario = await openScenario();
});
afterEach(() => scenario.close());

const hook = (sql: string, transaction = true) => ({ sql, transaction, index: null });

describe('table', () => {
  it('replaces tables and views, and leaves nothing behind', async () => {
    await scenario.sql('create view dev.m as select 9 as id');
    await scenario.build({ materialized: 'table', sql: 'select 1 as id' });
    await scenario.build({ materialized: 'table', sql: "select 2 as id, 'x' as b" });
    expect(await scenario.relations()).toEqual(['m:table']);
    expect(await scenario.contents('m')).toEqual({ columns: ['id INTEGER', 'b VARCHAR'], rows: ['2|x'] });
  });

  it('may read what it replaces', async () => {
    await scenario.build({ materialized: 'table', sql: 'select 1 as n' });
    await scenario.build({ materialized: 'table', sql: 'select n + 1 as n from dev.m' });
    expect((await scenario.contents('m'))?.rows).toEqual(['2']);
  });

  it('swaps a stage in where create or replace is not there', async () => {
    await scenario.sql('create view dev.m as select 9 as id');
    const capabilities = { createOrReplaceTable: false };
    const plan = await scenario.build({ materialized: 'table', capabilities });
    await scenario.build({ materialized: 'table', sql: 'select id + 1 as id from dev.m', capabilities });
    expect(plan.steps.map((step) => step.kind === 'sql' && step.role)).toContain('publish');
    expect(await scenario.relations()).toEqual(['m:table']);
    expect((await scenario.contents('m'))?.rows).toEqual(['2']);
  });

  it('runs hooks in order and undoes all when one inside the transaction fails', async () => {
    await scenario.sql('create sequence dev.s', 'create table dev.log (n int, what varchar)');
    const log = (what: string): string => `insert into dev.log select nextval('dev.s'), '${what}'`;
    const preHooks = [hook(log('pre inside')), hook(log('pre outside'), false)];
    const postHooks = [hook(log('post outside'), false), hook(log('post inside'))];
    await scenario.build({ materialized: 'table', preHooks, postHooks });
    expect((await scenario.contents('log'))?.rows).toEqual([
      '1|pre outside',
      '2|pre inside',
      '3|post inside',
      '4|post outside',
    ]);
    const broken = { materialized: 'table', sql: 'select 2 as id', postHooks: [hook('select * from gone')] };
    await expect(scenario.build(broken as never)).rejects.toThrow('gone');
    expect((await scenario.contents('m'))?.rows).toEqual(['1']);
  });

  it('enforces constraints, keeps the old table when they fail, and sorts columns as declared', async () => {
    const contract = {
      columns: [
        { name: 'id', dataType: 'bigint', constraints: [{ type: 'not_null' as const }] },
        { name: 'name', dataType: 'varchar' },
      ],
      constraints: [{ type: 'check' as const, expression: 'id > 0', name: 'positive' }],
    };
    const sql = (id: string): string => `select 'a' as name, cast(${id} as bigint) as id`;
    await scenario.build({ materialized: 'table', contract, sql: sql('1') });
    await expect(scenario.build({ materialized: 'table', contract, sql: sql('null') })).rejects.toThrow(
      'NOT NULL',
    );
    await expect(scenario.build({ materialized: 'table', contract, sql: sql('-1') })).rejects.toThrow(
      'CHECK',
    );
    await expect(scenario.build({ materialized: 'table', contract, sql: 'select 1 as id' })).rejects.toThrow(
      'enforced contract that failed',
    );
    expect(await scenario.contents('m')).toEqual({ columns: ['id BIGINT', 'name VARCHAR'], rows: ['1|a'] });
  });

  it('describes only the columns that are there, and creates indexes', async () => {
    const config = { indexes: [{ columns: ['id'], unique: true }] };
    const descriptions = {
      relation: "it's",
      columns: new Map([
        ['id', 'the key'],
        ['nope', 'no such column'],
      ]),
    };
    const build = { materialized: 'table' as const, config, descriptions };
    await scenario.build(build);
    await scenario.build(build);
    const { rows } = await scenario.connection.execute(
      "select t.comment, c.comment, (select count(*) from duckdb_indexes() where schema_name = 'dev') from duckdb_tables() t, duckdb_columns() c where t.schema_name = 'dev' and c.schema_name = 'dev'",
    );
    expect(rows.map((row) => row.map(String))).toEqual([["it's", 'the key', '1']]);
    await expect(
      scenario.build({ materialized: 'table', config: { indexes: [{ cols: ['id'] }] } }),
    ).rejects.toThrow("('cols' was unexpected)");
  });

  it('puts sql_header before the query, in the same request', async () => {
    const config = { sql_header: 'create temp macro twice(x) as x * 2;' };
    await scenario.build({ materialized: 'table', config, sql: 'select twice(2) as n' });
    expect((await scenario.contents('m'))?.rows).toEqual(['4']);
  });
});
