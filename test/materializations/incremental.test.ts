import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { duckdbDialect } from '../../adapters/duckdb/dialect.ts';
import { duckdbAdapter } from '../../adapters/duckdb/adapter.ts';
import { incremental } from '../../src/materializations/incremental.ts';
import { incrementalContractError } from '../../src/materializations/incremental-config.ts';
import { planInput, warehouseState } from './support/plan-input.ts';
import { openScenario, type Build, type Scenario } from './support/scenario.ts';

let scenario: Scenario;
beforeEach(async () => {
  scenario = await openScenario();
  await scenario.sql(
    'create table raw.ev (id int, grp varchar(10), qty int)',
    "insert into raw.ev values (1,'a',10),(2,'b',20),(3,null,30)",
  );
});
afterEach(() => scenario.close());

const SECOND = ['delete from raw.ev', "insert into raw.ev values (2,'b',21),(3,null,31),(4,'d',40)"];
const model = (config: Build['config'], sql = 'select * from raw.ev'): Build => ({
  materialized: 'incremental',
  sql,
  ...(config ? { config } : {}),
});
const rows = async (): Promise<readonly string[]> => (await scenario.contents('m'))?.rows ?? [];
const columns = async (): Promise<readonly string[]> => (await scenario.contents('m'))?.columns ?? [];

describe('incremental', () => {
  it('builds the table first, on a full refresh, and over a view', async () => {
    await scenario.sql('create view dev.m as select 9 as id');
    await scenario.build(model({ unique_key: 'id' }));
    expect(await scenario.relations()).toEqual(['m:table']);
    await scenario.sql(...SECOND);
    await scenario.build(model({ unique_key: 'id' }));
    expect(await rows()).toEqual(['1|a|10', '2|b|21', '3|null|31', '4|d|40']);
    await scenario.build({ ...model({ unique_key: 'id' }), fullRefresh: true });
    expect(await rows()).toEqual(['2|b|21', '3|null|31', '4|d|40']);
  });

  it('leaves the table as it was when a hook inside the transaction fails', async () => {
    await scenario.build(model({ unique_key: 'id' }));
    await scenario.sql(...SECOND);
    const postHooks = [{ sql: 'select * from nowhere', transaction: true, index: null }];
    await expect(scenario.build({ ...model({ unique_key: 'id' }), postHooks })).rejects.toThrow('nowhere');
    expect(await rows()).toEqual(['1|a|10', '2|b|20', '3|null|30']);
    await scenario.build(model({ unique_key: 'id' }));
    expect(await scenario.relations()).toEqual(['m:table']);
  });

  it('lets the model read itself', async () => {
    await scenario.build(model({ unique_key: 'id' }, 'select id, qty as total from raw.ev'));
    const sql = 'select id, qty + (select max(total) from dev.m) as total from raw.ev';
    await scenario.build(model({ unique_key: 'id' }, sql));
    expect(await rows()).toEqual(['1|40', '2|50', '3|60']);
  });

  it('refuses strategies that are unknown, or that the adapter lacks, on the first run too', async () => {
    const plan =
      (config: Build['config'], strategies: readonly string[], merge = true) =>
      () =>
        incremental.plan(planInput({ config: config ?? {}, strategies }), warehouseState(), duckdbDialect, {
          ...duckdbAdapter.capabilities,
          merge,
        });
    expect(plan({ incremental_strategy: 'no_such' }, ['append'])).toThrow(
      'could not find an incremental strategy macro with the name "get_incremental_no_such_sql"',
    );
    expect(plan({ incremental_strategy: 'insert_overwrite' }, ['append'])).toThrow(
      "The incremental strategy 'insert_overwrite' is not valid for this adapter",
    );
    expect(plan({ incremental_strategy: 'merge' }, ['merge'], false)).toThrow('it lacks merge');
    expect(plan({}, ['append'])).not.toThrow();
  });

  it("calls the project's own strategy over the new rows", async () => {
    const input = planInput({ config: { unique_key: 'id' }, strategyMacro: 'get_incremental_mine_sql' });
    const state = warehouseState({
      existing: { ...input.target, type: 'table' },
      existingColumns: [{ name: 'id', dataType: 'INTEGER' }],
      queryColumns: [{ name: 'id', dataType: 'INTEGER' }],
    });
    const { steps } = incremental.plan(input, state, duckdbDialect, duckdbAdapter.capabilities);
    expect(steps.map((step) => step.kind)).toEqual(['begin', 'sql', 'template', 'sql', 'commit']);
    const template = steps.find((step) => step.kind === 'template');
    expect(template?.role).toBe('main');
    expect(template?.template).toContain("{{ get_incremental_mine_sql({'target_relation': this");
    expect(template?.template).toContain("identifier='m__tx_r1'");
  });

  it('keeps contracts from drifting', () => {
    expect(incrementalContractError({ on_schema_change: 'append_new_columns' })).toBeNull();
    expect(incrementalContractError({ on_schema_change: 'ignore' })?.message).toContain('Invalid value');
    expect(incrementalContractError({})?.code).toBe('TX3112');
  });

  it('moves DDL out of the transaction where the warehouse cannot undo it', async () => {
    await scenario.build(model({ unique_key: 'id' }));
    await scenario.sql(...SECOND);
    const capabilities = { transactionalDdl: false };
    const plan = await scenario.build({ ...model({ unique_key: 'id' }), capabilities });
    expect(plan.steps.map((step) => (step.kind === 'sql' ? step.role : step.kind))).toEqual([
      'prepare',
      'begin',
      'prepare',
      'main',
      'commit',
      'cleanup',
    ]);
    expect(await rows()).toEqual(['1|a|10', '2|b|21', '3|null|31', '4|d|40']);
  });
});

describe('on_schema_change', () => {
  const step = (n: number): string => {
    const list = [
      '',
      'grp, qty',
      'grp, qty, id * 10 as extra',
      'qty',
      'grp, cast(qty as varchar) as qty',
      'qty, grp',
    ];
    return `select id, ${list[n]} from raw.ev`;
  };
  const build = (mode: string, n: number) =>
    scenario.build(model({ unique_key: 'id', on_schema_change: mode }, step(n)));
  const start = async (mode: string): Promise<void> => {
    await build(mode, 1);
    await scenario.sql(...SECOND);
    await build(mode, 5);
    expect(await rows()).toEqual(['1|a|10', '2|b|21', '3|null|31', '4|d|40']);
  };

  it('ignore: takes the columns of the table only', async () => {
    await start('ignore');
    await build('ignore', 2);
    expect(await columns()).toEqual(['id INTEGER', 'grp VARCHAR', 'qty INTEGER']);
    await expect(build('ignore', 3)).rejects.toThrow('grp');
    await build('ignore', 4);
    expect(await rows()).toEqual(['1|a|10', '2|b|21', '3|null|31', '4|d|40']);
  });

  it('append_new_columns: adds columns, warns of those that go', async () => {
    await start('append_new_columns');
    await build('append_new_columns', 2);
    expect(await columns()).toEqual(['id INTEGER', 'grp VARCHAR', 'qty INTEGER', 'extra INTEGER']);
    expect(await rows()).toEqual(['1|a|10|null', '2|b|21|20', '3|null|31|30', '4|d|40|40']);
    const plan = await build('append_new_columns', 3);
    expect(plan.warnings[0]).toContain('no longer gives grp, extra');
    expect(await rows()).toEqual(['1|a|10|null', '2|null|21|null', '3|null|31|null', '4|null|40|null']);
  });

  it('sync_all_columns: adds, drops and retypes', async () => {
    await start('sync_all_columns');
    await build('sync_all_columns', 2);
    await build('sync_all_columns', 3);
    expect(await columns()).toEqual(['id INTEGER', 'qty INTEGER']);
    await build('sync_all_columns', 4);
    expect(await columns()).toEqual(['id INTEGER', 'qty VARCHAR', 'grp VARCHAR']);
    expect(await rows()).toEqual(['1|10|null', '2|21|b', '3|31|null', '4|40|d']);
  });

  it('fail: refuses added, removed and retyped columns, with the table untouched', async () => {
    await start('fail');
    await expect(build('fail', 2)).rejects.toThrow('Source columns not in target: [extra INTEGER]');
    await expect(build('fail', 3)).rejects.toThrow('Target columns not in source: [grp VARCHAR]');
    await expect(build('fail', 4)).rejects.toThrow('New column types: [qty VARCHAR]');
    expect(await rows()).toEqual(['1|a|10', '2|b|21', '3|null|31', '4|d|40']);
  });

  it('takes a misspelt value for ignore', async () => {
    await build('appendnewcolumns', 1);
    await build('appendnewcolumns', 2);
    expect(await columns()).toEqual(['id INTEGER', 'grp VARCHAR', 'qty INTEGER']);
  });
});
