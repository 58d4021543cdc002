import { rmSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contentHashes } from '../support/content-hash.ts';
import { runTx, scratchFolder, shopFiles, type Invocation } from '../support/run-tx.ts';

const DAYS = ['2026-05-01', '2026-05-02', '2026-05-03', '2026-05-04'];
const DAY = `where day = '{{ var("date") }}'`;
const keeps = (from: string): string =>
  `{{ config(materialized='incremental', incremental_strategy='delete+insert', unique_key='day') }}\nselect * from ${from}`;

/** Models that keep rows of every day, and do not read the variable themselves. */
const KEPT = {
  kept_of_view: keeps("{{ ref('of_day') }}"),
  kept_of_table: keeps("{{ ref('totals_of_day') }}"),
  kept_of_ephemeral: keeps("{{ ref('inlined') }}"),
  kept_of_source: keeps("{{ source('landing', 'daily') }}"),
};

describe('a backfill of models that read the interval through what they select from', () => {
  const project = scratchFolder(
    shopFiles({
      'tx.yml': '',
      'models/of_day.sql': `{{ config(materialized='view') }}\nselect * from {{ source('raw', 'events') }} ${DAY}`,
      'models/totals_of_day.sql':
        "{{ config(materialized='table') }}\nselect day, sum(amount) as amount from {{ ref('of_day') }} group by day",
      'models/inlined.sql': `{{ config(materialized='ephemeral') }}\nselect * from {{ source('raw', 'events') }} ${DAY}`,
      'models/last.sql':
        "{{ config(materialized='table') }}\nselect max(day) as day from {{ ref('of_day') }}",
      ...Object.fromEntries(Object.entries(KEPT).map(([name, sql]) => [`models/${name}.sql`, sql])),
      'models/sources.yml': `sources:
  - {name: raw, tables: [{name: events}]}
  - {name: landing, tables: [{name: daily, identifier: 'day_{{ var("date") | replace("-", "_") }}'}, {name: other}]}
`,
      'macros/fill.sql': `{% macro fill() %}{% do run_query("create schema raw; create schema landing;
        create table raw.events as select i as id, date '2026-05-01' + cast(i % 4 as int) as day, i as amount from range(40) t(i);
        ${DAYS.map((day) => `create table landing.day_${day.replaceAll('-', '_')} as select * from raw.events where day = '${day}';`).join(' ')}") %}{% endmacro %}`,
    }),
  );
  const database = path.join(project.path, 'shop.duckdb');
  const tx = async (...args: string[]): Promise<Invocation> => {
    const ended = await runTx(args, { cwd: project.path });
    expect(ended.code, ended.stdout + ended.stderr).toBe(0);
    return ended;
  };
  const tables = async (): Promise<Readonly<Record<string, string>>> =>
    Object.fromEntries(
      Object.entries(await contentHashes(database)).filter(([name]) => name.startsWith('main.')),
    );
  const anew = async (): Promise<void> => {
    rmSync(database, { force: true });
    await tx('run-operation', 'fill', '--vars', 'date: 2026-05-01');
  };
  let dayByDay: Readonly<Record<string, string>>;

  beforeAll(async () => {
    await anew();
    for (const day of DAYS) await tx('build', '--vars', `date: ${day}`);
    dayByDay = await tables();
    for (const name of ['kept_of_view', 'kept_of_ephemeral', 'kept_of_source']) {
      expect(dayByDay[`main.${name}`]).toMatch(/^40 rows/);
    }
  });
  afterAll(() => project.remove());

  it('ends as the days one after the other', async () => {
    await anew();
    await tx('backfill', '--start-date', '2026-05-01', '--end-date', '2026-05-04', '--max-active', '4');
    expect(await tables()).toEqual(dayByDay);
  });

  it('knows which of their days are missing, and fills them', async () => {
    await anew();
    for (const day of ['2026-05-01', '2026-05-03']) await tx('build', '--vars', `date: ${day}`);
    const { stdout } = await tx('intervals', '--output', 'json', '--vars', 'date: 2026-05-04');
    const { models } = JSON.parse(stdout) as { models: { name: string; intervals: { state: string }[] }[] };
    expect(models.length).toBeGreaterThan(0);
    for (const name of Object.keys(KEPT)) expect(JSON.stringify(models)).toContain(name);
    await tx('build', '--catch-up', '--vars', 'date: 2026-05-04');
    expect(await tables()).toEqual(dayByDay);
  });

  it('is asked of no bound by the linter, since what it reads has one', async () => {
    const { stdout } = await tx('lint', '--vars', 'date: 2026-05-01');
    expect(stdout).not.toContain('TX2003');
  });
});
