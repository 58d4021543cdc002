import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inProcess, type InProcess } from '../../support/in-process.ts';
import { createDatabase, type PostgresDatabase } from '../../support/postgres-database.ts';
import { scratchFolder, shopFiles, type ScratchFolder } from '../../support/run-tx.ts';

const FIRST_ROWS = 20_000;
const MODEL = "select id, amount, day from {{ source('raw', 'orders') }}";
const incremental = (strategy: string, key: string): string =>
  `{{ config(materialized='incremental', incremental_strategy='${strategy}', ${key}) }}\n${MODEL}`;
const PARTITION = "partition_by={'field': 'day', 'data_type': 'date', 'granularity': 'day'}";

/** Every way in which a relation comes into its next state, each with a test that negative amounts fail. */
const MODELS: Readonly<Record<string, string>> = {
  a_table: `{{ config(materialized='table') }}\n${MODEL}`,
  merged: incremental('merge', "unique_key='id'"),
  deleted_inserted: incremental('delete+insert', "unique_key='day'"),
  overwritten: incremental('insert_overwrite', PARTITION),
  upserted: incremental('upsert', "unique_key='id'"),
  kept_by_database: `{{ config(materialized='materialized_view') }}\n${MODEL}`,
};
const OTHERS = ['orders_history', 'seeded', 'seen'];
const RELATIONS = [...Object.keys(MODELS), ...OTHERS];

const test = '{data_tests: [positive], name: amount}';
const seed = (last: number): string =>
  ['id,amount', ...Array.from({ length: 3000 }, (_, at) => `${at},1`), `3000,${last}`].join('\n');

let database: PostgresDatabase;
let folder: ScratchFolder;
let project: InProcess;

beforeAll(async () => {
  database = await createDatabase(`readers_${process.pid}`);
  const output = { ...database.output, schema: 'main', threads: 4 };
  folder = scratchFolder(
    shopFiles({
      'tx.yml': '',
      'profiles.yml': JSON.stringify({ shop: { target: 'dev', outputs: { dev: output } } }),
      ...Object.fromEntries(Object.entries(MODELS).map(([name, sql]) => [`models/${name}.sql`, sql])),
      'models/seen.sql': "{{ config(materialized='view') }}\nselect id, amount from {{ ref('a_table') }}",
      'models/sources.yml': 'sources: [{name: raw, tables: [{name: orders}]}]\n',
      'models/models.yml': `models: [${Object.keys(MODELS)
        .map((name) => `{name: ${name}, columns: [${test}]}`)
        .join(', ')}]\n`,
      'snapshots/orders_history.yml': `snapshots: [{name: orders_history, relation: "source('raw', 'orders')", config: {unique_key: id, strategy: check, check_cols: [amount]}, columns: [${test}]}]\n`,
      'seeds/seeded.csv': seed(1),
      'seeds/seeds.yml': `seeds: [{name: seeded, columns: [${test}]}]\n`,
      'macros/positive.sql':
        '{% test positive(model, column_name) %}select id from {{ model }} where {{ column_name }} < 0{% endtest %}\n',
    }),
  );
  await database.sql('create schema raw');
  await database.sql(
    `create table raw.orders as select id, 1 as amount, date '2026-01-01' as day from generate_series(1, ${FIRST_ROWS}) as id`,
  );
  project = await inProcess(folder.path);
  const { results } = await project.build();
  expect(results.filter(({ status }) => !/success|pass/.test(status))).toEqual([]);
});
afterAll(async () => {
  await project.close();
  folder.remove();
  await database.drop();
});

/** What sessions of their own see of each relation while `work` goes on, as `rows:negative amounts`. */
async function seenDuring(work: () => Promise<unknown>): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const seen = new Map(RELATIONS.map((relation) => [relation, new Set<string>()]));
  let done = false;
  const working = work().finally(() => (done = true));
  const readers = RELATIONS.map(async (relation) => {
    const session = await project.connect();
    while (!done) {
      const { rows } = await session.execute(
        `select count(*)::text, (count(*) filter (where amount < 0))::text from main.${relation}`,
      );
      seen.get(relation)?.add(`${rows[0]?.[0]}:${rows[0]?.[1]}`);
    }
    await session.close();
  });
  await Promise.all([working, ...readers]);
  return seen;
}

describe('sessions that read during a build on Postgres', () => {
  it('see what was there where tests fail, whatever the materialization', async () => {
    await database.sql(`insert into raw.orders values (${FIRST_ROWS + 1}, -1, date '2026-01-01')`);
    folder.write({ 'seeds/seeded.csv': seed(-1) });
    const seen = await seenDuring(async () => {
      const { results } = await project.build();
      const failed = results.filter(({ status }) => status === 'fail').length;
      expect(failed).toBe(RELATIONS.length - 1);
    });
    for (const relation of RELATIONS) {
      const rows = relation === 'seeded' ? 3001 : FIRST_ROWS;
      expect([relation, ...(seen.get(relation) ?? [])]).toEqual([relation, `${rows}:0`]);
    }
  });

  it('see the old state or the new one where tests pass', async () => {
    await database.sql(`update raw.orders set amount = 2 where amount < 0`);
    folder.write({ 'seeds/seeded.csv': `${seed(1)}\n3001,1` });
    const seen = await seenDuring(async () => {
      const { results } = await project.build();
      expect(results.filter(({ status }) => !/success|pass/.test(status))).toEqual([]);
    });
    for (const relation of RELATIONS) {
      const rows = relation === 'seeded' ? 3001 : FIRST_ROWS;
      const states = [...(seen.get(relation) ?? [])];
      expect(states.length).toBeGreaterThan(0);
      for (const state of states) expect([`${rows}:0`, `${rows + 1}:0`]).toContain(state);
    }
    for (const relation of Object.keys(MODELS)) {
      expect(await database.sql(`select count(*) from main.${relation}`)).toEqual([[String(FIRST_ROWS + 1)]]);
    }
  });
});
