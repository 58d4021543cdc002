import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Adapter } from '../../src/adapter-api/adapter.ts';
import { withoutTransactions } from '../support/degraded-adapter.ts';
import { inProcess, type InProcess } from '../support/in-process.ts';
import { scratchFolder, shopFiles, type ScratchFolder } from '../support/run-tx.ts';

const MODEL = "select id, amount, day from {{ source('raw', 'orders') }}";
const INCREMENTAL = `${MODEL}\n{% if is_incremental() %}where day = (select max(day) from {{ source('raw', 'orders') }}){% endif %}`;

/** A project whose every node says that amounts are not negative. */
const FILES = shopFiles({
  'tx.yml': '',
  'profiles.yml': "shop: {target: dev, outputs: {dev: {type: duckdb, path: ':memory:', threads: 2}}}\n",
  'models/sources.yml': 'sources: [{name: raw, tables: [{name: orders}]}]\n',
  'models/a_view.sql': `{{ config(materialized='view') }}\n${MODEL}`,
  'models/a_table.sql': `{{ config(materialized='table') }}\n${MODEL}`,
  'models/an_incremental.sql': `{{ config(materialized='incremental', incremental_strategy='merge', unique_key='id') }}\n${INCREMENTAL}`,
  'models/downstream.sql':
    "{{ config(materialized='table') }}\nselect count(*) as n from {{ ref('a_table') }}",
  'snapshots/a_snapshot.yml':
    "snapshots: [{name: a_snapshot, relation: \"source('raw', 'orders')\", config: {unique_key: id, strategy: check, check_cols: [amount], updated_at: day}, columns: [{name: amount, data_tests: [positive]}]}]\n",
  'seeds/a_seed.csv': 'id,amount\n1,10\n',
  'macros/positive.sql':
    '{% test positive(model, column_name) %}select id, {{ column_name }} from {{ model }} where {{ column_name }} < 0{% endtest %}\n',
  'models/properties.yml': `models:
  - {name: a_view, columns: [{name: amount, data_tests: [positive]}]}
  - {name: a_table, columns: [{name: amount, data_tests: [positive]}]}
  - {name: an_incremental, columns: [{name: amount, data_tests: [positive]}]}
`,
  'seeds/properties.yml': 'seeds: [{name: a_seed, columns: [{name: amount, data_tests: [positive]}]}]\n',
});

const RELATIONS = ['a_view', 'a_table', 'an_incremental', 'a_snapshot', 'a_seed', 'downstream'];

const adapters: Readonly<Record<string, (adapter: Adapter) => Adapter>> = {
  'with transactions': (adapter) => adapter,
  'without transactions': withoutTransactions,
};

describe.each(Object.keys(adapters))('audit before publication, %s', (name) => {
  let folder: ScratchFolder;
  let project: InProcess;

  beforeEach(async () => {
    folder = scratchFolder(FILES);
    project = await inProcess(folder.path, adapters[name]);
    await project.rows('create schema raw');
    await project.rows('create table raw.orders (id int, amount int, day date)');
    await project.rows(
      "insert into raw.orders values (1, 10, date '2026-01-01'), (2, 20, date '2026-01-01')",
    );
    expect((await project.build()).results.every((result) => /success|pass/.test(result.status))).toBe(true);
  });
  afterEach(async () => {
    await project.close();
    folder.remove();
  });

  const contents = async (): Promise<Readonly<Record<string, unknown>>> => {
    const all: [string, unknown][] = [];
    for (const relation of RELATIONS) {
      all.push([relation, await project.rows(`select * from main.${relation} order by all`)]);
    }
    return Object.fromEntries(all);
  };
  const statuses = async (): Promise<Readonly<Record<string, string>>> => {
    const { results } = await project.build();
    return Object.fromEntries(results.map(({ nodeId, status }) => [nodeId.split('.')[2] ?? nodeId, status]));
  };
  const leftovers = (): Promise<readonly (readonly string[])[]> =>
    project.rows(
      "select table_name from information_schema.tables where table_name like '%\\_\\_tx\\_%' escape '\\'",
    );

  it('leaves everything as it was where a test fails, and publishes once it passes', async () => {
    const before = await contents();
    await project.rows("insert into raw.orders values (3, -5, date '2026-01-02')");
    folder.write({ 'seeds/a_seed.csv': 'id,amount\n1,10\n2,-1\n' });
    expect(await statuses()).toMatchObject({
      a_view: 'error',
      a_table: 'error',
      an_incremental: 'error',
      a_snapshot: 'error',
      a_seed: 'error',
      downstream: 'skipped',
      positive_a_view_amount: 'fail',
      positive_a_table_amount: 'fail',
      positive_an_incremental_amount: 'fail',
      positive_a_snapshot_amount: 'fail',
      positive_a_seed_amount: 'fail',
    });
    // A view shows its source as it is now: what stays is the view itself.
    const { a_view: view, ...kept } = await contents();
    expect({ ...kept, a_view: before['a_view'] }).toEqual(before);
    expect(view).toHaveLength(3);
    expect(await leftovers()).toEqual([]);
    expect(
      await project.rows(
        "select distinct content from tx.failing_rows where test_id like '%an_incremental%'",
      ),
    ).toEqual([['{"id":3,"amount":-5}']]);
    const covered = await project.rows(
      "select count(*) from tx.node_runs where status = 'success' and run_id = (select run_id from tx.runs order by started_at desc limit 1)",
    );
    expect(covered).toEqual([['0']]);

    await project.rows('update raw.orders set amount = 5 where id = 3');
    folder.write({ 'seeds/a_seed.csv': 'id,amount\n1,10\n2,1\n' });
    expect(Object.values(await statuses()).every((status) => /success|pass/.test(status))).toBe(true);
    const after = await contents();
    expect(after['an_incremental']).toHaveLength(3);
    expect(after['a_seed']).toHaveLength(2);
    expect(after['downstream']).toEqual([['3']]);
    expect(await leftovers()).toEqual([]);
  });

  it('says what failed and where the rows are', async () => {
    await project.rows("insert into raw.orders values (3, -5, date '2026-01-02')");
    const { results } = await project.build({ select: ['a_table'] });
    const model = results.find((result) => result.nodeId === 'model.shop.a_table');
    expect(model?.error?.code).toBe('TX7005');
    expect(model?.message).toContain('a_table was not published: 1 of its tests failed');
    const query = /select content from .*/.exec(model?.message ?? '')?.[0] ?? '';
    expect(await project.rows(query)).toEqual([['{"id":3,"amount":-5}']]);
  });

  it('says which tests were asked together where one of them cannot be asked', async () => {
    folder.write({
      'models/properties.yml': `models:
  - {name: a_table, columns: [{name: id, data_tests: [not_null]}, {name: missing, data_tests: [unique]}]}
`,
    });
    const { results } = await project.build({ select: ['a_table'] });
    const told = results.find(({ status, nodeId }) => status === 'error' && nodeId.startsWith('test.'));
    expect(told?.message).toContain('missing');
    if (name === 'with transactions') {
      expect(told?.message).toMatch(
        /Asked in one statement: .*unique_a_table_missing.*; with --no-batch-tests the one at fault says so\./,
      );
    } else expect(told?.nodeId).toContain('unique_a_table_missing');
    expect(results.find(({ nodeId }) => nodeId === 'model.shop.a_table')?.error?.code).toBe('TX7005');
  });

  it('stores the rows where the test says so', async () => {
    folder.write({ 'dbt_project.yml': `${FILES['dbt_project.yml']}data_tests: {+store_failures: true}\n` });
    await project.rows("insert into raw.orders values (3, -5, date '2026-01-02')");
    const { results } = await project.build({ select: ['an_incremental'] });
    const message = results.find((result) => result.nodeId === 'model.shop.an_incremental')?.message ?? '';
    const query = /Failing rows: (.*)/.exec(message)?.[1] ?? '';
    expect(query).toContain('dbt_test__audit');
    expect(await project.rows(query)).toEqual([['3', '-5']]);
  });

  it('publishes in spite of a warning', async () => {
    folder.write({
      'models/properties.yml':
        'models: [{name: a_table, columns: [{name: amount, data_tests: [{positive: {config: {severity: warn}}}]}]}]\n',
    });
    await project.rows("insert into raw.orders values (3, -5, date '2026-01-02')");
    expect(await statuses()).toMatchObject({ a_table: 'success', positive_a_table_amount: 'warn' });
    expect(await project.rows('select count(*) from main.a_table')).toEqual([['3']]);
  });

  it('runs a test that reads beyond the ancestry after publication', async () => {
    folder.write({
      'tests/wide.sql':
        "select 1 as found from {{ ref('a_table') }} t join {{ ref('a_seed') }} s on true where t.amount < 0",
      'models/properties.yml': 'models: []\n',
    });
    await project.rows("insert into raw.orders values (3, -5, date '2026-01-02')");
    expect(await statuses()).toMatchObject({ a_table: 'success', wide: 'fail', downstream: 'success' });
    expect(await project.rows('select count(*) from main.a_table')).toEqual([['3']]);
  });

  it('publishes at once where it is told to', async () => {
    folder.write({ 'tx.yml': 'publish: immediately\n' });
    await project.rows("insert into raw.orders values (3, -5, date '2026-01-02')");
    expect(await statuses()).toMatchObject({
      a_table: 'success',
      positive_a_table_amount: 'fail',
      downstream: 'skipped',
    });
    expect(await project.rows('select count(*) from main.a_table')).toEqual([['3']]);
  });

  it.each([
    ['a failing build', -1, ['40000:0']],
    ['a good build', 1, ['40000:0', '40001:0']],
  ])('readers see whole states only, during %s', async (_, amount, allowed) => {
    await project.rows('delete from raw.orders');
    await project.rows("insert into raw.orders select range, 1, date '2026-01-01' from range(40000)");
    await project.build({ fullRefresh: true, select: ['a_table', 'an_incremental'] });
    await project.rows(`insert into raw.orders values (40000, ${amount}, date '2026-01-02')`);
    const seen = new Set<string>();
    let done = false;
    const build = project.build({ select: ['a_table', 'an_incremental'] }).finally(() => (done = true));
    const reader = await project.connect();
    while (!done) {
      for (const relation of ['a_table', 'an_incremental']) {
        const { rows } = await reader.execute(
          `select count(*), count(*) filter (where amount < 0) from main.${relation}`,
        );
        seen.add(`${rows[0]?.[0]}:${rows[0]?.[1]}`);
      }
    }
    await build;
    expect(seen.size).toBeGreaterThan(0);
    for (const state of seen) expect(allowed).toContain(state);
  });
});
