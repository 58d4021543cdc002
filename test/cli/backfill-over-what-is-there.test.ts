import { rmSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { contentHashes } from '../support/content-hash.ts';
import { runTx, scratchFolder, shopFiles, type Invocation } from '../support/run-tx.ts';

// Microbatch models are built until now when they are new: few days ago are few batches.
const DAYS = [5, 4, 3, 2].map((ago) => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10));
const [FIRST = '', SECOND = '', THIRD = '', LAST = ''] = DAYS;
const WINDOW = ['--start-date', FIRST, '--end-date', LAST];
const DAY = `where day = '{{ var("date") }}'`;
const incremental = (strategy: string, rest = ''): string =>
  `{{ config(materialized='incremental', incremental_strategy='${strategy}'${rest}) }}\n`;

describe('intervals that are built over what is there', () => {
  const project = scratchFolder(
    shopFiles({
      'tx.yml': '',
      'models/sources.yml': 'sources: [{name: raw, tables: [{name: events}]}]\n',
      'models/landed.sql': `${incremental('delete+insert', ", unique_key='day', event_time='ts'")}select * from {{ source('raw', 'events') }} ${DAY}`,
      'models/batched.sql': `${incremental('microbatch', `, event_time='ts', batch_size='day', begin='${FIRST}', lookback=0`)}select * from {{ ref('landed') }}`,
      'models/running.sql': `${incremental('delete+insert', ", unique_key='day'")}
select date '{{ var("date") }}' as day, (select sum(amount) from {{ ref('landed') }} ${DAY})
  {% if is_incremental() %} + coalesce((select total from {{ this }} where day = date '{{ var("date") }}' - 1), 0) {% endif %} as total`,
      'models/log.sql': `${incremental('append')}select id, day from {{ ref('landed') }} ${DAY}`,
      'models/newest.sql': `${incremental('merge', ", unique_key='id'")}select id, ts from {{ ref('landed') }} ${DAY}
{% if is_incremental() %} and ts > (select max(ts) from {{ this }}) {% endif %}`,
      'macros/fill.sql': `{% macro fill() %}{% do run_query("create schema raw;
        create table raw.events as select i as id, date '${FIRST}' + cast(i % 4 as int) as day,
          timestamp '${FIRST}' + to_days(cast(i % 4 as int)) as ts, i as amount from range(40) t(i)") %}{% endmacro %}`,
    }),
  );
  const database = path.join(project.path, 'shop.duckdb');
  const run = (...args: string[]): Promise<Invocation> => runTx(args, { cwd: project.path });
  const tx = async (...args: string[]): Promise<Invocation> => {
    const ended = await run(...args);
    expect(ended.code, ended.stdout + ended.stderr).toBe(0);
    return ended;
  };
  const tables = async (): Promise<Readonly<Record<string, string>>> =>
    Object.fromEntries(
      Object.entries(await contentHashes(database)).filter(([name]) => name.startsWith('main.')),
    );
  /** Days in the order given; batches are those of now, of which there are none with rows. */
  const build = async (days: readonly string[], ...args: string[]): Promise<void> => {
    for (const day of days) await tx('build', '--vars', `date: ${day}`, ...args);
  };
  let whole: Readonly<Record<string, string>>;

  const anew = async (): Promise<void> => {
    rmSync(database, { force: true });
    await tx('run-operation', 'fill', '--vars', `date: ${FIRST}`);
  };
  beforeAll(async () => {
    await anew();
    await tx('backfill', ...WINDOW);
    whole = await tables();
    expect(Object.keys(whole)).toHaveLength(5);
    expect(whole['main.batched']).toMatch(/^40 rows/);
  });
  beforeEach(anew);
  afterAll(() => project.remove());

  it('are built again behind parents whose interval was missing, and where they depend on their past', async () => {
    const over = ['-s', 'landed', 'batched', 'running'];
    await build([FIRST, LAST], ...over);
    await tx('build', '--catch-up', '--vars', `date: ${LAST}`, ...over);
    for (const name of ['main.landed', 'main.running', 'main.batched'])
      expect((await tables())[name], name).toBe(whole[name]);
  });

  it('are built again where the ledger knows a parent to be newer, and not twice', async () => {
    await build(DAYS, '-s', 'landed', 'batched', 'running');
    await tx('backfill', ...WINDOW, '-s', 'landed', 'batched', 'running');
    expect((await tables())['main.batched']).toBe(whole['main.batched']);
    const again = await tx('backfill', ...WINDOW, '-s', 'landed', 'batched', 'running');
    expect(again.stdout + again.stderr).toContain('covered already');
  });

  it('are refused where the model appends, before anything is built', async () => {
    await build(DAYS);
    const before = await tables();
    const refused = await run('backfill', ...WINDOW, '-s', 'landed', 'log', '--restate');
    expect(refused.code).toBe(2);
    expect(refused.stderr).toMatch(/TX2111.*models\/log\.sql/);
    expect(await tables()).toEqual(before);
    await build([LAST], '--catch-up', '--exclude', 'batched');
    expect((await tables())['main.log']).toBe(whole['main.log']);
    await tx('backfill', ...WINDOW, '-s', 'log', '--full-reload');
    expect((await tables())['main.log']).toBe(whole['main.log']);
  });

  it('stay missing where the model takes only what is newer than it holds', async () => {
    await build([FIRST, THIRD]);
    const caught = await tx('build', '--catch-up', '--vars', `date: ${LAST}`, '--exclude', 'batched');
    expect(caught.stderr).toContain('TX2112');
    const shown = await tx('intervals', '-s', 'newest', '--vars', `date: ${LAST}`);
    expect(shown.stdout).toContain('3 covered, 1 missing');
    const refused = await run('backfill', ...WINDOW, '-s', 'newest');
    expect(refused.stderr).toContain('TX2112');
    await tx('backfill', ...WINDOW, '-s', 'newest', '--full-reload');
    expect((await tables())['main.newest']).toBe(whole['main.newest']);
  });

  it('leave what was built on them behind the window, and say so', async () => {
    await build(DAYS, '-s', 'landed', 'running');
    const { stderr } = await tx('backfill', ...WINDOW.slice(0, 3), SECOND, '-s', 'running', '--restate');
    expect(stderr).toContain('TX2113');
    expect(stderr).toContain(`Build on until ${LAST} (--end-date)`);
  });

  it.each([
    ['a backfill', ['backfill', ...WINDOW], []],
    ['a run that caught up', ['build', '--catch-up', '--vars', `date: ${LAST}`], [FIRST, SECOND]],
  ])('go on where %s stopped when it is retried', async (_, command, before) => {
    await build(before, '--exclude', 'batched');
    project.write({
      'tests/fails.sql': `select * from {{ ref('landed') }} where day = '{{ var("date") }}' and day = '${THIRD}'`,
    });
    expect((await run(...command, '--exclude', 'batched')).code).toBe(1);
    project.write({ 'tests/fails.sql': "select * from {{ ref('landed') }} where false" });
    await tx('retry');
    rmSync(path.join(project.path, 'tests/fails.sql'));
    const others = Object.entries(whole).filter(([name]) => name !== 'main.batched');
    expect(await tables()).toEqual(Object.fromEntries(others));
  });

  it('are reloaded where a batch reaches beyond the window into the future', async () => {
    project.write({
      'models/monthly.sql': `${incremental('microbatch', `, event_time='ts', batch_size='month', begin='${FIRST}', lookback=0`)}select * from {{ source('raw', 'events') }}`,
    });
    await tx('build', '-s', 'monthly', '--vars', `date: ${LAST}`);
    const before = (await tables())['main.monthly'];
    const today = new Date().toISOString().slice(0, 10);
    await tx('backfill', '--start-date', FIRST, '--end-date', today, '-s', 'monthly', '--full-reload');
    rmSync(path.join(project.path, 'models/monthly.sql'));
    expect(before).toMatch(/^40 rows/);
    expect((await tables())['main.monthly']).toBe(before);
  });

  it('are built of rows of their batch when they are proven', async () => {
    project.write({
      'models/sources.yml': 'sources: [{name: raw, tables: [{name: events, config: {event_time: ts}}]}]\n',
      'models/hourly.sql': `${incremental('microbatch', `, event_time='ts', batch_size='hour', begin='${FIRST}', lookback=0`)}select * from {{ source('raw', 'events') }}`,
    });
    await tx('backfill', ...WINDOW, '-s', 'hourly');
    const { stdout } = await tx('prove', '--vars', `date: ${SECOND}`, '-s', 'hourly');
    rmSync(path.join(project.path, 'models/hourly.sql'));
    expect(stdout).toContain('built twice gave the same');
  });
});
