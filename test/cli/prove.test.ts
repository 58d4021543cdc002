import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contentHashes } from '../support/content-hash.ts';
import { runTx, scratchFolder, shopFiles, type Invocation } from '../support/run-tx.ts';

const INCREMENTAL = "{{ config(materialized='incremental', unique_key='id') }}";
const TABLE = "{{ config(materialized='table') }}";
const EVENTS = "{{ source('raw', 'events') }}";
const DAY = 'where day = \'{{ var("date") }}\'';

/** What should give the same twice, and does. */
const GOOD = {
  by_key: `${INCREMENTAL}\nselect id, day, amount from ${EVENTS} ${DAY}`,
  by_partition: `{{ config(materialized='incremental', incremental_strategy='insert_overwrite', partition_by='day') }}\nselect * from ${EVENTS} ${DAY}`,
  totals: `${TABLE}\nselect day, sum(amount) as total, avg(rate) as rate from ${EVENTS} group by 1`,
  ranked: `${TABLE}\nselect id, row_number() over (partition by day order by amount, id) as place from ${EVENTS}`,
  over_view: "select count(*) as n from {{ ref('totals') }}",
};

/** What does not, with the code and what is said of the cause. */
const BAD: Readonly<Record<string, readonly [sql: string, code: string, place: string, cause: string]>> = {
  clock: [
    `${INCREMENTAL}\nselect id, current_timestamp as loaded_at from ${EVENTS} ${DAY}`,
    'TX2107',
    '2:12',
    'current_timestamp asks the clock',
  ],
  clock_day: [
    `${TABLE}\nselect id, current_date as loaded_on from ${EVENTS}`,
    'TX2108',
    '2:12',
    'another day',
  ],
  clock_jinja: [
    `${TABLE}\nselect id, '{{ run_started_at }}' as loaded_at from ${EVENTS}`,
    'TX2107',
    '2:13',
    'asks the clock',
  ],
  appended: [
    `{{ config(materialized='incremental', incremental_strategy='append') }}\nselect * from ${EVENTS} ${DAY}`,
    'TX2107',
    '1:39',
    'append without a key',
  ],
  unordered: [
    `${TABLE}\nselect id, row_number() over () as place from ${EVENTS}`,
    'TX2107',
    '2:12',
    'row_number() depends on the order',
  ],
  tied: [
    `${TABLE}\nselect * from (select *, row_number() over (partition by day order by amount) as place from ${EVENTS}) where place = 1`,
    'TX2107',
    '2:26',
    'row_number() depends on the order',
  ],
  any_one: [`${TABLE}\nselect id from ${EVENTS} limit 1`, 'TX2107', '2:46', 'limit takes rows'],
  drawn: [
    `${TABLE}\nselect id, random() as lot from ${EVENTS}`,
    'TX2107',
    '2:12',
    'random() gives a new value',
  ],
  downstream: [
    "select max(lot) as highest from {{ ref('drawn') }}",
    'TX2107',
    '',
    'it reads drawn, which changed too',
  ],
};

interface Report {
  readonly proven: boolean;
  readonly nodes: readonly {
    readonly unique_id: string;
    readonly status: string;
    readonly rows: number | null;
    readonly columns: readonly string[];
    readonly rows_new: number;
    readonly samples: readonly Record<string, string>[];
    readonly finding: {
      code: string;
      message: string;
      hint: string;
      file: string;
      line: number;
      column: number;
    } | null;
  }[];
}

describe('tx prove', () => {
  const project = scratchFolder(
    shopFiles({
      'tx.yml': '',
      'models/sources.yml': 'sources: [{name: raw, schema: raw, tables: [{name: events}]}]',
      ...Object.fromEntries(Object.entries(GOOD).map(([name, sql]) => [`models/good/${name}.sql`, sql])),
      ...Object.fromEntries(Object.entries(BAD).map(([name, [sql]]) => [`models/bad/${name}.sql`, sql])),
      'macros/fill.sql': `{% macro fill() %}{% do run_query("create schema raw; create table raw.events as
        select i as id, date '2026-05-01' + cast(i % 3 as int) as day, i % 2 as amount, i / 7.0::double as rate from range(30) t(i)") %}{% endmacro %}`,
    }),
  );
  const database = path.join(project.path, 'shop.duckdb');
  const tx = (...args: string[]): Promise<Invocation> => runTx(args, { cwd: project.path });
  const prove = async (...args: string[]) => {
    const run = await tx('prove', '--vars', 'date=2026-05-02', '--output', 'json', ...args);
    expect(run.stderr).not.toContain('Error');
    const report = JSON.parse(run.stdout) as Report;
    const byName = new Map(report.nodes.map((node) => [node.unique_id.split('.').at(-1) ?? '', node]));
    return { code: run.code, report, byName };
  };
  let before: Readonly<Record<string, string>>;

  beforeAll(async () => {
    const filled = await tx('run-operation', 'fill', '--vars', 'date=2026-05-02');
    expect(filled.code, filled.stderr).toBe(0);
    before = await contentHashes(database);
  });
  afterAll(() => project.remove());

  it('finds what changes, names the cause and its place, and passes the rest', async () => {
    const { code, report, byName } = await prove();
    expect(code).toBe(1);
    expect(report.proven).toBe(false);
    for (const name of Object.keys(GOOD)) {
      expect(byName.get(name), name).toMatchObject({ status: 'same', finding: null, rows_new: 0 });
    }
    for (const [name, [, expected, place, cause]] of Object.entries(BAD)) {
      const node = byName.get(name);
      expect(node?.status, name).toBe(expected === 'TX2107' ? 'changed' : 'same');
      expect(node?.finding?.code, name).toBe(expected);
      expect(node?.finding?.message, name).toContain(cause);
      if (place !== '') expect(`${node?.finding?.line}:${node?.finding?.column}`, name).toBe(place);
      expect(node?.finding?.file).toBe(`models/bad/${name}.sql`);
    }
    expect(byName.get('clock')).toMatchObject({ columns: ['loaded_at'], rows_new: 10 });
    expect(byName.get('appended')).toMatchObject({ rows: 20, rows_new: 10 });
    expect(byName.get('drawn')?.samples[0]).toHaveProperty('lot');
    expect(await contentHashes(database)).toEqual(before);
  });

  it('ends with 0 where everything stands the proof', async () => {
    const run = await tx('prove', '--vars', 'date=2026-05-02', '-s', 'path:models/good');
    expect(run.stdout).toContain('5 models built twice gave the same.');
    expect(run.code).toBe(0);
  });

  it('goes on from what the models hold already', async () => {
    expect((await tx('run', '--vars', 'date=2026-05-01', '-s', 'by_key', 'appended')).code).toBe(0);
    const built = await contentHashes(database);
    const { byName } = await prove('-s', 'by_key', 'appended');
    expect(byName.get('by_key')).toMatchObject({ status: 'same', rows: 20 });
    expect(byName.get('appended')).toMatchObject({ status: 'changed', rows: 30 });
    expect(await contentHashes(database)).toEqual(built);
  });

  it('takes an allowance with its reason', async () => {
    const file = 'models/bad/clock_day.sql';
    project.write({
      [file]: `-- tx: allow TX2108 because it is for people who look\n${BAD['clock_day']?.[0]}`,
    });
    const { code } = await prove('-s', 'clock_day');
    expect(code).toBe(0);
    project.write({ [file]: BAD['clock_day']?.[0] ?? '' });
  });

  it('tells what it cannot copy, and what it cannot build', async () => {
    const missing = await tx('prove', '--vars', 'date=2026-05-02', '-s', 'over_view');
    expect(missing.code).toBe(2);
    expect(missing.stderr).toContain('TX2109');
    expect(missing.stderr).toContain('model.shop.totals cannot be copied');
    project.write({ 'models/broken.sql': `${TABLE}\nselect no_such_column from ${EVENTS}` });
    const broken = await tx('prove', '--vars', 'date=2026-05-02', '-s', 'broken');
    expect(broken.code).toBe(1);
    expect(broken.stdout).toMatch(/models\/broken.sql {2}could not be built: .*no_such_column/s);
    rmSync(path.join(project.path, 'models/broken.sql'));
    expect(existsSync(database)).toBe(true);
    expect(Object.keys(await contentHashes(database)).join()).not.toContain('tx_prove');
  });
});
