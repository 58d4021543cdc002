import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase, type PostgresDatabase } from '../support/postgres-database.ts';
import { runTx, scratchFolder, shopFiles, type Invocation, type ScratchFolder } from '../support/run-tx.ts';

/** A model whose statement takes a while the first time, so that its session can be cut in the middle. */
const SLOW = `{{ config(materialized='incremental', incremental_strategy='append') }}
select 1 as id from pg_sleep(1.5)`;

describe('faults that pass', () => {
  let database: PostgresDatabase;
  let folder: ScratchFolder;
  beforeAll(async () => {
    database = await createDatabase('passing_faults');
    const output = { ...database.output, schema: 'dev', threads: 2 };
    folder = scratchFolder(
      shopFiles({
        'models/slow.sql': SLOW,
        'profiles.yml': JSON.stringify({ shop: { target: 'dev', outputs: { dev: output } } }),
      }),
    );
  });
  afterAll(async () => {
    await database.drop();
    folder.remove();
  });

  /** Builds, and cuts the sessions that run the model while `cuts` are left. */
  async function buildWithCuts(cuts: number): Promise<Invocation> {
    let left = cuts;
    const timer = setInterval(() => {
      if (left === 0) return;
      void database
        .sql(
          `select pg_terminate_backend(pid) from pg_stat_activity
           where datname = current_database() and pid <> pg_backend_pid() and state = 'active'
             and query like '%pg_sleep(1.5)%' and query not like '%pg_stat_activity%'`,
        )
        .then((rows) => {
          if (rows.length > 0) left -= 1;
        });
    }, 100);
    try {
      return await runTx(['run'], { cwd: folder.path });
    } finally {
      clearInterval(timer);
    }
  }
  const rows = async (): Promise<number> =>
    Number((await database.sql('select count(*) from dev.slow'))[0]?.[0]);

  it('end the node under dbt’s rules, and nothing is left of it', async () => {
    const { code, stderr } = await buildWithCuts(1);
    expect(code).toBe(1);
    expect(stderr).not.toContain('Trying again');
    expect(await database.sql("select 1 from pg_class where relname like 'slow%'")).toEqual([]);
  });

  it('are tried again with tx.yml, and rows come once', async () => {
    folder.write({ 'tx.yml': 'retries: {attempts: 3, backoff: 0.1s}\n' });
    const { code, stderr } = await buildWithCuts(1);
    expect(stderr).toMatch(/slow: .* Trying again in 0\.\ds \(attempt 2 of 3\)\./);
    expect(code).toBe(0);
    expect(await rows()).toBe(1);
  });

  it('end the node after the last attempt, with what stood there', async () => {
    folder.write({ 'tx.yml': 'retries: {attempts: 2, backoff: 0.1s}\n' });
    const { code, stderr } = await buildWithCuts(2);
    expect(code).toBe(1);
    expect(stderr.match(/Trying again/g)).toHaveLength(1);
    expect(stderr).toContain('terminating connection');
    expect(await rows()).toBe(1);
  });
});
