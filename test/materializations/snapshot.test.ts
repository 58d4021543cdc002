import type { JsonObject } from '../../src/config/json.ts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readSnapshotConfig } from '../../src/materializations/snapshot/snapshot-config.ts';
import { openScenario, type Build, type Scenario } from './support/scenario.ts';

let scenario: Scenario;
beforeEach(async () => {
  scenario = await openScenario();
  await scenario.sql(
    'create table raw.acc (id int, name varchar(20), upd timestamp)',
    "insert into raw.acc values (1,'ann','2024-01-01 00:00'),(2,'bob','2024-01-01 00:00'),(3,'cat','2024-01-01 00:00')",
  );
});
afterEach(() => scenario.close());

const byTime: JsonObject = { unique_key: 'id', strategy: 'timestamp', updated_at: 'upd' };
const take = (config: JsonObject, more: Partial<Build> = {}) =>
  scenario.build({ materialized: 'snapshot', config, sql: 'select * from raw.acc', ...more });

/** Rows with instants near now written as `<now>`, and the scd ids of such rows as `<hash>`. */
async function rows(name = 'm'): Promise<readonly string[]> {
  const found = (await scenario.contents(name))?.rows ?? [];
  const today = new Date().toISOString().slice(0, 7);
  return found
    .map((row) => row.split('|').map((cell) => (cell.startsWith(today) ? '<now>' : cell)))
    .map((cells) =>
      cells.includes('<now>') ? cells.map((cell) => (cell.length === 32 ? '<hash>' : cell)) : cells,
    )
    .map((cells) => cells.join('|').replaceAll(' 00:00:00', ''))
    .sort((a, b) => (a.replaceAll('|', ' ') < b.replaceAll('|', ' ') ? -1 : 1));
}

const ANN = '1|ann|2024-01-01|8bd6037542377309505ab720e545f24e|2024-01-01|2024-01-01';
const BOB = '2|bob|2024-01-01|f8e4dcba7004839b9c5b44a77923cd0a|2024-01-01|2024-01-01';
const CAT = '3|cat|2024-01-01|36d97e6f161bf778b28647771ac013ae|2024-01-01|2024-01-01';

describe('snapshot by timestamp', () => {
  it('closes changed rows, adds new ones, and ignores older stamps and deletions', async () => {
    await take(byTime);
    expect((await scenario.contents('m'))?.columns.slice(3)).toEqual([
      'dbt_scd_id VARCHAR',
      'dbt_updated_at TIMESTAMP',
      'dbt_valid_from TIMESTAMP',
      'dbt_valid_to TIMESTAMP',
    ]);
    await take(byTime);
    expect(await rows()).toEqual([`${ANN}|null`, `${BOB}|null`, `${CAT}|null`]);
    await scenario.sql(
      "update raw.acc set name='ann2', upd='2024-02-01' where id=1",
      "update raw.acc set name='bob2' where id=2",
      'delete from raw.acc where id=3',
      "insert into raw.acc values (4,'dan','2024-02-01')",
    );
    await take(byTime);
    const afterwards = [
      `${ANN}|2024-02-01`,
      '1|ann2|2024-02-01|2e82cee106c704e5a20fc8fbc5618f48|2024-02-01|2024-02-01|null',
      `${BOB}|null`,
      `${CAT}|null`,
      '4|dan|2024-02-01|d7dca5374327b22f4249cf80d33a6ac2|2024-02-01|2024-02-01|null',
    ];
    expect(await rows()).toEqual(afterwards);
    await scenario.sql("update raw.acc set name='ann0', upd='2023-01-01' where id=1");
    await take(byTime, { fullRefresh: true });
    expect(await rows()).toEqual(afterwards);
    expect(await scenario.relations()).toEqual(['m:table']);
  });

  it('merges the staged changes where statements commit by themselves', async () => {
    const capabilities = { transactionalDdl: false, multiStatementTransactions: false };
    await take(byTime, { capabilities });
    await scenario.sql("update raw.acc set upd='2024-02-01' where id=1", 'delete from raw.acc where id=2');
    const config = { ...byTime, hard_deletes: 'invalidate' };
    const plan = await take(config, { capabilities });
    expect(plan.steps.map((step) => (step.kind === 'sql' ? step.role : step.kind))).toEqual([
      'prepare',
      'main',
      'cleanup',
    ]);
    expect((await rows()).map((row) => row.split('|').at(-1))).toEqual([
      '2024-02-01',
      'null',
      '<now>',
      'null',
    ]);
  });
});

describe('snapshot by check', () => {
  it('compares the columns it is told, NULLs too', async () => {
    const config = { unique_key: 'id', strategy: 'check', check_cols: ['name'] };
    await take(config);
    await scenario.sql(
      "update raw.acc set upd='2024-02-01' where id=1",
      'update raw.acc set name=null where id=2',
    );
    await take(config);
    expect(await rows()).toEqual([
      '1|ann|2024-01-01|<hash>|<now>|<now>|null',
      '2|bob|2024-01-01|<hash>|<now>|<now>|<now>',
      '2|null|2024-01-01|<hash>|<now>|<now>|null',
      '3|cat|2024-01-01|<hash>|<now>|<now>|null',
    ]);
  });

  it('counts a new column as a change of every row when all are checked, and outlives its going', async () => {
    const all = { unique_key: 'id', strategy: 'check', check_cols: 'all' };
    const some = { unique_key: 'id', strategy: 'check', check_cols: ['name'] };
    await take(all);
    await take(some, { name: 's' });
    await scenario.sql('alter table raw.acc add column age int', 'update raw.acc set age=7 where id=3');
    await take(all);
    await take(some, { name: 's' });
    expect((await scenario.contents('m'))?.columns.at(-1)).toBe('age INTEGER');
    expect(
      (await rows()).filter((row) => row.endsWith('|null|null') || row.endsWith('|null|7')),
    ).toHaveLength(3);
    expect(await rows()).toHaveLength(6);
    expect(await rows('s')).toHaveLength(3);
    await scenario.sql('alter table raw.acc drop column age');
    await take(all);
    expect(await rows()).toHaveLength(6);
  });
});

describe('snapshot of deletions', () => {
  const back = "insert into raw.acc values (2,'bob','2024-01-01 00:00'),(3,'cat3','2030-01-01 00:00')";
  const CAT3 = '3|cat3|2030-01-01|93bcfd3a73cb0f73ec33a044501f6884|2030-01-01|2030-01-01';

  it('invalidate: closes what is gone, and takes what comes back as new', async () => {
    const config = { ...byTime, invalidate_hard_deletes: true };
    await take(config);
    await scenario.sql('delete from raw.acc where id in (2, 3)');
    await take(config);
    await take(config);
    const gone = (row: string): string => row.replace(/\w{32}/, '<hash>');
    expect(await rows()).toEqual([`${ANN}|null`, `${gone(BOB)}|<now>`, `${gone(CAT)}|<now>`]);
    await scenario.sql(back);
    await take(config);
    await take(config);
    expect(await rows()).toEqual([
      `${ANN}|null`,
      `${gone(BOB)}|<now>`,
      `${BOB}|null`,
      `${gone(CAT)}|<now>`,
      `${CAT3}|null`,
    ]);
  });

  it('new_record: records the deletion and the return', async () => {
    const config = { ...byTime, hard_deletes: 'new_record' };
    await take(config);
    await scenario.sql('delete from raw.acc where id in (2, 3)');
    await take(config);
    await take(config);
    expect(await rows()).toEqual([
      `${ANN}|null|False`,
      '2|bob|2024-01-01|<hash>|2024-01-01|2024-01-01|<now>|False',
      '2|bob|2024-01-01|<hash>|<now>|<now>|null|True',
      '3|cat|2024-01-01|<hash>|2024-01-01|2024-01-01|<now>|False',
      '3|cat|2024-01-01|<hash>|<now>|<now>|null|True',
    ]);
    await scenario.sql(back);
    await take(config);
    await take(config);
    expect(await rows()).toEqual([
      `${ANN}|null|False`,
      '2|bob|2024-01-01|<hash>|2024-01-01|2024-01-01|<now>|False',
      '2|bob|2024-01-01|<hash>|<now>|<now>|2024-01-01|True',
      `${BOB}|null|False`,
      '3|cat|2024-01-01|<hash>|2024-01-01|2024-01-01|<now>|False',
      '3|cat|2024-01-01|<hash>|<now>|<now>|2030-01-01|True',
      `${CAT3}|null|False`,
    ]);
  });

  it('new_record may be switched on later', async () => {
    await take(byTime);
    await scenario.sql('delete from raw.acc where id = 2');
    await take({ ...byTime, hard_deletes: 'new_record' });
    expect((await rows()).map((row) => row.split('|').at(-1))).toEqual(['False', 'False', 'True', 'False']);
  });
});

describe('snapshot settings', () => {
  it('takes other column names, an end for current rows, and a list of keys', async () => {
    const config = {
      ...byTime,
      unique_key: ['id', 'name'],
      hard_deletes: 'new_record',
      dbt_valid_to_current: "cast('9999-12-31' as timestamp)",
      snapshot_meta_column_names: {
        dbt_valid_from: 'from_ts',
        dbt_valid_to: 'to_ts',
        dbt_scd_id: 'scd_id',
        dbt_updated_at: 'changed_ts',
        dbt_is_deleted: 'gone',
      },
    };
    await take(config);
    await scenario.sql(
      "update raw.acc set upd='2024-02-01' where id=1",
      'delete from raw.acc where id=2',
      "update raw.acc set name='cat3' where id=3",
    );
    await take(config);
    await take(config);
    expect((await scenario.contents('m'))?.columns.slice(3)).toEqual([
      'scd_id VARCHAR',
      'changed_ts TIMESTAMP',
      'from_ts TIMESTAMP',
      'to_ts TIMESTAMP',
      'gone VARCHAR',
    ]);
    const first = '2024-01-01|2024-01-01';
    expect(await rows()).toEqual([
      `1|ann|2024-01-01|ee963054a4eab6a9fe82b5db05bd7655|${first}|2024-02-01|False`,
      '1|ann|2024-02-01|792d161bfa4e7fbbed287a57530ea8a7|2024-02-01|2024-02-01|9999-12-31|False',
      `2|bob|2024-01-01|<hash>|${first}|<now>|False`,
      '2|bob|2024-01-01|<hash>|<now>|<now>|9999-12-31|True',
      `3|cat|2024-01-01|<hash>|${first}|<now>|False`,
      '3|cat|2024-01-01|<hash>|<now>|<now>|9999-12-31|True',
      `3|cat3|2024-01-01|fb0384ed1c16ac8abe86b15492a28162|${first}|9999-12-31|False`,
    ]);
  });

  it('multiplies duplicate keys as dbt does', async () => {
    await scenario.sql("insert into raw.acc values (1,'again','2024-01-01 00:00')");
    await take(byTime);
    await scenario.sql("update raw.acc set upd='2024-02-01' where id=1");
    await take(byTime);
    expect(await rows()).toHaveLength(8);
  });

  it('keeps history from being replaced, and refuses tables that are no snapshots', async () => {
    await scenario.sql('create view dev.v as select 1 as id', 'create table dev.t as select 1 as id');
    await expect(take(byTime, { name: 'v' })).rejects.toThrow('is a view');
    await expect(take(byTime, { name: 't' })).rejects.toThrow(
      'Snapshot target is missing configured columns: dbt_scd_id, dbt_updated_at, dbt_valid_from, dbt_valid_to',
    );
    await expect(take({ ...byTime, unique_key: 'nope' }, { name: 'n' })).rejects.toThrow('nope');
  });

  it.each([
    [{ strategy: 'check', check_cols: 'all' }, "must be configured with a 'strategy' and 'unique_key'"],
    [{ unique_key: 'id', strategy: 'weekly' }, "strategy macro 'weekly' was not found"],
    [{ unique_key: 'id', strategy: 'check' }, 'must specify a check_cols'],
    [{ unique_key: 'id', strategy: 'timestamp' }, "the 'updated_at' field must be set"],
    [{ ...byTime, hard_deletes: 'forget' }, 'Invalid setting for property hard_deletes: forget'],
  ])('refuses %j', (config, message) => {
    expect(() => readSnapshotConfig(config)).toThrow(message);
  });
});
