import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase, type PostgresDatabase } from '../support/postgres-database.ts';
import { runTx, scratchFolder, shopFiles, type Invocation, type ScratchFolder } from '../support/run-tx.ts';

const WINDOW = ['--start-date', '2026-05-01', '--end-date', '2026-05-06'];
const DAY = `day = '{{ var("date") }}'`;

/** Events of six days; an order has a version on each of three days, the last of which counts. */
const EVENTS = `create schema raw; create table raw.events as
  select day, o as order_id, o * 10 + extract(day from day)::int as amount, day + interval '1 hour' as loaded_at
  from generate_series(date '2026-05-01', date '2026-05-06', interval '1 day') d(at),
    lateral (select at::date as day) x, generate_series(1, 3000) o
  where o % 4 <> extract(day from at)::int % 4`;

const MODELS = {
  'models/sources.yml': 'sources: [{name: raw, schema: raw, tables: [{name: events}]}]',
  'models/bronze.sql': `{{ config(materialized='incremental', incremental_strategy='delete+insert', unique_key=['day', 'order_id']) }}
select * from {{ source('raw', 'events') }} where ${DAY}`,
  'models/latest.sql': `{{ config(materialized='incremental', incremental_strategy='merge', unique_key='order_id',
  merge_update_condition='DBT_INTERNAL_SOURCE.loaded_at >= DBT_INTERNAL_DEST.loaded_at') }}
select order_id, amount, loaded_at from {{ ref('bronze') }} where ${DAY}`,
  'models/daily.sql': `{{ config(materialized='incremental', incremental_strategy='delete+insert', unique_key='day') }}
select day, count(*) as orders, sum(amount) as amount from {{ ref('bronze') }} where ${DAY} group by day`,
  'models/models.yml': `models:
  - {name: bronze, columns: [{name: order_id, data_tests: [not_null]}]}
  - {name: latest, columns: [{name: order_id, data_tests: [unique]}]}
  - {name: daily, columns: [{name: day, data_tests: [unique]}]}`,
};

describe('a backfill and a run of the current day at once', () => {
  let database: PostgresDatabase;
  let folder: ScratchFolder;
  const tx = (...args: string[]): Promise<Invocation> => runTx(args, { cwd: folder.path });
  const content = async (): Promise<unknown> =>
    Promise.all(
      ['bronze', 'latest', 'daily'].map((name) =>
        database.sql(`select count(*), md5(string_agg(t::text, ',' order by t::text)) from dev.${name} t`),
      ),
    );

  const stages = (): Promise<readonly unknown[]> =>
    database.sql("select relname from pg_class where relname like '%\\_\\_tx\\_%'");

  beforeAll(async () => {
    database = await createDatabase('backfill_race');
    await database.sql(EVENTS);
    const output = { ...database.output, schema: 'dev', threads: 2 };
    folder = scratchFolder(
      shopFiles({
        ...MODELS,
        'tx.yml': '',
        'profiles.yml': JSON.stringify({ shop: { target: 'dev', outputs: { dev: output } } }),
      }),
    );
  });
  afterAll(async () => {
    await database.drop();
    folder.remove();
  });

  it('end with 0 and leave what one after the other leaves', async () => {
    for (let day = 1; day <= 6; day += 1) {
      const built = await tx('build', '--vars', `date=2026-05-0${day}`);
      expect(built.code, built.stderr).toBe(0);
    }
    const oneAfterTheOther = await content();
    await database.sql('drop table dev.bronze, dev.latest, dev.daily; drop schema tx cascade');
    const today = (): Promise<Invocation> =>
      tx('build', '--vars', 'date=2026-05-06', '--target-path', 'other');
    const [backfill, first, second] = await Promise.all([
      tx('backfill', ...WINDOW, '--restate', '--max-active', '3'),
      today().then(async (run) => (expect(run.code, run.stderr).toBe(0), today())),
      tx('backfill', ...WINDOW, '-s', 'daily', '+latest', '--target-path', 'third'),
    ]);
    for (const run of [backfill, first, second]) expect(run.code, run.stderr).toBe(0);
    expect(await content()).toEqual(oneAfterTheOther);
    const listed = await tx('intervals', '--output', 'json');
    const { models } = JSON.parse(listed.stdout) as { models: { covered: number; missing: number }[] };
    expect(models).toMatchObject(models.map(() => ({ covered: 6, missing: 0, stale: 0 })));
    expect(await stages()).toEqual([]);
  });

  it('a full reload gives way to a run that wrote meanwhile, and replaces nothing', async () => {
    const before = await content();
    // Each interval takes a second, so that the run of the day commits in the middle of the window.
    folder.write({
      'models/bronze.sql': `${MODELS['models/bronze.sql']}\n  and (select count(*) from (select pg_sleep(1)) s) = 1`,
    });
    const reload = tx('backfill', ...WINDOW, '--full-reload', '--max-active', '1', '-s', 'bronze');
    while ((await stages()).length === 0) await new Promise((resolve) => setTimeout(resolve, 50));
    const day = await tx('build', '--vars', 'date=2026-05-06', '-s', 'bronze', '--target-path', 'other');
    expect(day.code, day.stderr).toBe(0);
    const { code, stderr } = await reload;
    expect(stderr).toContain('TX2105');
    expect(code).toBe(2);
    expect(await content()).toEqual(before);
    expect(await stages()).toEqual([]);
    folder.write({ 'models/bronze.sql': MODELS['models/bronze.sql'] });
    const again = await tx('backfill', ...WINDOW, '--full-reload');
    expect(again.code, again.stderr).toBe(0);
    expect(await content()).toEqual(before);
  });
});
