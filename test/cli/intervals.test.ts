import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { contentHashes } from '../support/content-hash.ts';
import { runTx, scratchFolder, shopFiles, type Invocation, type ScratchFolder } from '../support/run-tx.ts';

/** Ten events an hour over the days around the change of clocks, made by the database itself. */
const EVENTS = `{{ config(materialized='table', event_time='happened_at') }}
select i as id, timestamp '2026-03-27 00:00:00' + to_minutes(cast(6 * i as int)) as happened_at from range(1200) t(i)`;
const BATCHED = `{{ config(materialized='incremental', incremental_strategy='microbatch', event_time='happened_at',
  batch_size='day', begin='2026-03-27', lookback=0) }}
select * from {{ ref('events') }}`;

interface Listed {
  readonly models: readonly {
    readonly covered: number;
    readonly missing: number;
    readonly stale: number;
    readonly intervals: readonly { value: string; start: string; end: string; state: string }[];
  }[];
}

describe('intervals', () => {
  let folder: ScratchFolder;
  const open = (files: Readonly<Record<string, string>>): void => {
    folder = scratchFolder(shopFiles({ 'models/events.sql': EVENTS, 'tx.yml': '', ...files }));
  };
  const tx = (...args: string[]): Promise<Invocation> => runTx(args, { cwd: folder.path });
  const passes = async (...args: string[]): Promise<Invocation> => {
    const run = await tx(...args);
    expect(run.code, run.stderr).toBe(0);
    return run;
  };
  const listed = async (model: string): Promise<Listed['models'][number]> => {
    const run = await passes('intervals', '-s', model, '--output', 'json');
    return (JSON.parse(run.stdout) as Listed).models[0]!;
  };
  const states = async (model: string): Promise<readonly string[]> =>
    (await listed(model)).intervals.map(({ value, state }) => `${value} ${state}`);
  const hashOf = async (name: string): Promise<string | undefined> =>
    (await contentHashes(path.join(folder.path, 'shop.duckdb')))[`main.${name}`];
  afterEach(() => folder.remove());

  it('a missed batch of a microbatch model is seen, told and filled, as if it had never been missed', async () => {
    open({ 'models/batched.sql': BATCHED });
    const batches = (start: string, end: string): Promise<Invocation> =>
      passes('run', '-s', '+batched', '--event-time-start', start, '--event-time-end', end);
    await batches('2026-03-27', '2026-04-01');
    const whole = await hashOf('batched');
    await passes(
      'run',
      '-s',
      '+batched',
      '--full-refresh',
      '--event-time-start',
      '2026-03-27',
      '--event-time-end',
      '2026-03-28',
    );
    const late = await batches('2026-03-30', '2026-04-01');
    expect(late.stderr).toContain('TX2110');
    expect(late.stderr).toMatch(/No run covered 2026-03-28T00:00:00.000Z to 2026-03-30T00:00:00/);
    expect(await states('batched')).toEqual([
      '2026-03-27 covered',
      '2026-03-28 missing',
      '2026-03-29 missing',
      '2026-03-30 covered',
      '2026-03-31 covered',
    ]);
    expect(await hashOf('batched')).not.toBe(whole);
    const filled = await passes(
      'backfill',
      '--start-date',
      '2026-03-27',
      '--end-date',
      '2026-03-31',
      '-s',
      'batched',
    );
    expect(filled.stderr).not.toContain('for 2026-03-27');
    expect((await listed('batched')).missing).toBe(0);
    expect(await hashOf('batched')).toBe(whole);
  });

  it('--catch-up builds what is missing before the day that is asked for', async () => {
    open({
      'models/daily.sql': `{{ config(materialized='incremental', incremental_strategy='insert_overwrite', partition_by='day') }}
select cast(happened_at as date) as day, count(*) as n from {{ ref('events') }} where cast(happened_at as date) = '{{ var("date") }}' group by 1`,
    });
    await passes('build', '--vars', 'date=2026-03-27');
    await passes('build', '--vars', 'date=2026-03-29');
    expect(await states('daily')).toEqual(['2026-03-27 covered', '2026-03-28 missing', '2026-03-29 covered']);
    const caught = await passes('build', '--catch-up', '--vars', 'date=2026-03-30');
    expect(caught.stderr).toContain('main.daily for 2026-03-28');
    expect(caught.stderr).not.toContain('main.daily for 2026-03-29');
    expect((await listed('daily')).covered).toBe(4);
  });

  it('a day of a zone whose clocks change has 23 hours, and days without data are covered with 0 rows', async () => {
    open({
      'tx.yml': 'interval: {time-zone: Europe/Berlin}\n',
      'models/daily.sql': `{{ config(materialized='incremental', incremental_strategy='delete+insert', unique_key='day') }}
select date '{{ var("date") }}' as day, count(*) as n from {{ ref('events') }}
where cast(happened_at as date) = date '{{ var("date") }}' having count(*) > 0`,
    });
    const run = await passes(
      'backfill',
      '--start-date',
      '2026-03-28',
      '--end-date',
      '2026-04-02',
      '--output',
      'json',
    );
    const { intervals } = await listed('daily');
    expect(intervals[1]).toMatchObject({
      value: '2026-03-29',
      start: '2026-03-28T23:00:00.000Z',
      end: '2026-03-29T22:00:00.000Z',
    });
    expect(intervals).toHaveLength(6);
    const report = JSON.parse(run.stdout) as {
      complete: boolean;
      relations: { rows: number; intervals: { value: string; rows: number; state: string }[] }[];
    };
    expect(report.complete).toBe(true);
    expect(report.relations[0]?.rows).toBe(4);
    expect(report.relations[0]?.intervals.at(-1)).toMatchObject({
      value: '2026-04-02',
      rows: 0,
      state: 'covered',
    });
    const refused = await tx('build', '--vars', 'date=2026-03-29T05:00:00');
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('TX2101');
    expect(refused.stderr).toContain('The day that holds it is 2026-03-29');
  });

  it.each([
    [
      'hour',
      '2026-03-29T00',
      '2026-03-29T03',
      ['2026-03-29T00:00:00', '2026-03-29T01:00:00', '2026-03-29T03:00:00'],
    ],
    ['week', '2026-03-23', '2026-03-30', ['2026-03-23', '2026-03-30']],
    ['month', '2026-03', '2026-04', ['2026-03-01', '2026-04-01']],
    ['year', '2025', '2026', ['2025-01-01', '2026-01-01']],
  ])('grain %s: from %s to %s', async (grain, start, end, values) => {
    open({
      'tx.yml': `interval: {var: period, grain: ${grain}, time-zone: Europe/Berlin}\n`,
      'models/counted.sql': `{{ config(materialized='incremental', incremental_strategy='delete+insert', unique_key='period') }}
select '{{ var("period") }}' as period, count(*) as n from {{ ref('events') }}`,
    });
    await passes('backfill', '--start-date', start, '--end-date', end);
    expect((await listed('counted')).intervals.map(({ value }) => value)).toEqual(values);
    const query = "select count(*) as n from {{ ref('counted') }}";
    const shown = await passes('show', '--output', 'json', '--vars', `period=${start}`, '--inline', query);
    expect(JSON.parse(shown.stdout)).toMatchObject({ show: [{ n: values.length }] });
  });

  it('refuses an interval variable that no model reads, and says which it is', async () => {
    open({
      'tx.yml': 'interval: {var: dat}\n',
      'models/daily.sql': `select '{{ var("date", "2026-01-01") }}' as day`,
    });
    const run = await tx('backfill', '--start-date', '2026-03-28', '--end-date', '2026-03-29');
    expect(run.code).toBe(2);
    expect(run.stderr).toContain('TX2103');
    expect(run.stderr).toContain("var('dat')");
    const caught = await tx('build', '--catch-up', '--vars', 'dat=2026-03-28');
    expect(caught.stderr).toContain('TX2103');
    expect((await passes('intervals')).stdout).toContain("No selected model reads var('dat')");
  });
});
