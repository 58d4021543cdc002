import type { JsonObject } from '../../../src/config/json.ts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { microbatches } from '../../../src/materializations/microbatch-windows.ts';
import { openScenario, type Build, type Scenario } from '../support/scenario.ts';

let scenario: Scenario;
beforeEach(async () => {
  scenario = await openScenario();
  await scenario.sql(
    'create table raw.ev (id int, ts timestamp, v int)',
    "insert into raw.ev values (1,'2024-01-01 05:00',1),(2,'2024-01-02 00:00',2),(3,'2024-01-02 23:59:59',3),(4,'2024-01-03 12:00',4),(5,'2024-01-05 12:00',5),(6,null,6)",
  );
});
afterEach(() => scenario.close());

const run = async (start: string, end: string, more: JsonObject = {}, build: Partial<Build> = {}) => {
  const config = {
    incremental_strategy: 'microbatch',
    event_time: 'ts',
    batch_size: 'day',
    begin: '2024-01-01',
    ...more,
  };
  const windows = microbatches({
    config,
    eventTimeStart: start,
    eventTimeEnd: end,
    now: new Date(),
    firstRun: false,
  });
  const roles: (readonly string[])[] = [];
  for (const batch of windows) {
    const sql = `select * from raw.ev where ts >= '${batch.start}' and ts < '${batch.end}'`;
    const plan = await scenario.build({ materialized: 'incremental', config, sql, batch, ...build });
    roles.push(
      plan.steps.map((step) => (step.kind === 'sql' || step.kind === 'template' ? step.role : step.kind)),
    );
  }
  return roles;
};
const ids = async (): Promise<readonly string[]> => {
  const { rows } = await scenario.connection.execute("select id || ':' || v from dev.m order by 1");
  return rows.map((row) => String(row[0]));
};

describe('microbatch', () => {
  it('replaces each window, rows that are gone upstream included', async () => {
    await run('2024-01-01', '2024-01-04');
    expect(await ids()).toEqual(['1:1', '2:2', '3:3', '4:4']);
    await scenario.sql('update raw.ev set v = v * 10', 'delete from raw.ev where id = 3');
    await run('2024-01-02', '2024-01-03');
    expect(await ids()).toEqual(['1:1', '2:20', '4:4']);
    await run('2024-01-05', '2024-01-06', {}, { fullRefresh: true });
    expect(await ids()).toEqual(['5:50']);
  });

  it('merges where there is a key', async () => {
    await run('2024-01-01', '2024-01-04', { unique_key: 'id' });
    await scenario.sql('update raw.ev set v = v * 10', 'delete from raw.ev where id = 3');
    await run('2024-01-02', '2024-01-03', { unique_key: 'id' });
    expect(await ids()).toEqual(['1:1', '2:20', '3:3', '4:4']);
  });

  it('runs pre-hooks in the first window and post-hooks in the last', async () => {
    const hook = { sql: 'select 1', transaction: true, index: null };
    const roles = await run('2024-01-01', '2024-01-04', {}, { preHooks: [hook], postHooks: [hook] });
    expect(roles.map((window) => window.filter((role) => role.endsWith('hook')))).toEqual([
      ['pre-hook'],
      [],
      ['post-hook'],
    ]);
  });

  it('reads the table before it empties the window, where the query does', async () => {
    await run('2024-01-01', '2024-01-02');
    const [, batch] = microbatches({
      config: { batch_size: 'day' },
      eventTimeStart: '2023-12-31',
      eventTimeEnd: '2024-01-02',
      now: new Date(),
      firstRun: false,
    });
    const config = { incremental_strategy: 'microbatch', event_time: 'ts' };
    const sql = 'select id, ts, v + 1 as v from "dev"."m"';
    await scenario.build({ materialized: 'incremental', config, sql, batch: batch! });
    expect(await ids()).toEqual(['1:2']);
  });
});
