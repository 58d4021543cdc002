import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase, type PostgresDatabase } from '../support/postgres-database.ts';
import { runTx, scratchFolder, shopFiles, type Invocation, type ScratchFolder } from '../support/run-tx.ts';

/** A model whose statement takes a while the first time, so that its session can be cut in the middle. */
const SLOW = `{{ config(materialized='incremental', incremental_strategy='append') }}
select 1 as id from pg_sleep(1.5)`;

/** Rows of two days, and a model that takes a while for each of them. */
const DAYS = `{{ config(materialized='table', event_time='at') }}
select 1 as id, timestamp '2026-01-01 12:00' as at union all select 2, timestamp '2026-01-02 12:00'`;
const BY_DAY = `{{ config(materialized='incremental', incremental_strategy='microbatch', event_time='at',
  begin='2026-01-01', batch_size='day') }}
select filtered.* from (select * from {{ ref('days') }}) as filtered, pg_sleep(1.5)`;

describe('faults that pass', () => {
  let database: PostgresDatabase;
  let folder: ScratchFolder;
  beforeAll(async () => {
    database = await createDatabase('passing_faults');
    const output = { ...database.output, schema: 'dev', threads: 2 };
    folder = scratchFolder(
      shopFiles({
        'models/slow.sql': SLOW,
        'models/days.sql': DAYS,
        'models/by_day.sql': BY_DAY,
        'profiles.yml': JSON.stringify({ shop: { target: 'dev', outputs: { dev: output } } }),
      }),
    );
  });
  afterAll(async () => {
    await database.drop();
    folder.remove();
  });

  /** Runs models, and cuts the sessions that run a statement with these words while `cuts` are left. */
  async function runWithCuts(
    cuts: number,
    args: readonly string[] = ['--select', 'slow'],
    words = 'pg_sleep(1.5)',
  ): Promise<Invocation> {
    let left = cuts;
    const timer = setInterval(() => {
      if (left === 0) return;
      void database
        .sql(
          `select pg_terminate_backend(pid) from pg_stat_activity
           where datname = current_database() and pid <> pg_backend_pid() and state = 'active'
             and query like '%pg_sleep(1.5)%' and query like '%${words}%' and query not like '%pg_stat_activity%'`,
        )
        .then((rows) => {
          if (rows.length > 0) left -= 1;
        });
    }, 100);
    try {
      return await runTx(['run', ...args], { cwd: folder.path });
    } finally {
      clearInterval(timer);
    }
  }
  const rows = async (): Promise<number> =>
    Number((await database.sql('select count(*) from dev.slow'))[0]?.[0]);

  it('end the node under dbt’s rules, and nothing is left of it', async () => {
    const { code, stderr } = await runWithCuts(1);
    expect(code).toBe(1);
    expect(stderr).not.toContain('Trying again');
    expect(await database.sql("select 1 from pg_class where relname like 'slow%'")).toEqual([]);
  });

  it('are tried again with tx.yml, and rows come once', async () => {
    folder.write({ 'tx.yml': 'retries: {attempts: 3, backoff: 0.1s}\n' });
    const { code, stderr } = await runWithCuts(1);
    expect(stderr).toMatch(/slow: .* Trying again in 0\.\ds \(attempt 2 of 3\)\./);
    expect(code).toBe(0);
    expect(await rows()).toBe(1);
  });

  it('end the node after the last attempt, with what stood there', async () => {
    folder.write({ 'tx.yml': 'retries: {attempts: 2, backoff: 0.1s}\n' });
    const { code, stderr } = await runWithCuts(2);
    expect(code).toBe(1);
    expect(stderr.match(/Trying again/g)).toHaveLength(1);
    expect(stderr).toContain('terminating connection');
    expect(await rows()).toBe(1);
  });

  it('of one microbatch are tried again too', async () => {
    folder.write({ 'tx.yml': 'retries: {attempts: 3, backoff: 0.1s}\n' });
    const window = ['--event-time-start', '2026-01-01', '--event-time-end', '2026-01-03'];
    // Only the second window's statement names the end of the second day.
    const { code, stderr } = await runWithCuts(1, ['--select', '+by_day', ...window], '2026-01-03');
    expect(stderr).toMatch(/by_day: .* Trying again/);
    expect(code).toBe(0);
    expect(await database.sql('select id from dev.by_day order by id')).toEqual([[1], [2]]);
  });
});
