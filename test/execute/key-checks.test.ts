import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { withoutTransactions } from '../support/degraded-adapter.ts';
import { inProcess, type InProcess } from '../support/in-process.ts';
import { scratchFolder, shopFiles, type ScratchFolder } from '../support/run-tx.ts';

const FILES = shopFiles({
  'profiles.yml': "shop: {target: dev, outputs: {dev: {type: duckdb, path: ':memory:', threads: 1}}}\n",
  'models/sources.yml': 'sources: [{name: raw, tables: [{name: orders}]}]\n',
});

const model = (strategy: string, keys: string, extra = ''): string =>
  `{{ config(materialized='incremental', incremental_strategy='${strategy}', unique_key=${keys}${extra}) }}\nselect id, line, amount from {{ source('raw', 'orders') }}`;

const CHECKED = [
  ['merge', false],
  ['delete+insert', false],
  ['merge', true],
] as const;

describe.each(CHECKED)('keys of new rows, %s (without transactions: %s)', (strategy, degraded) => {
  let folder: ScratchFolder;
  let project: InProcess;

  beforeEach(async () => {
    folder = scratchFolder({ ...FILES, 'tx.yml': '', 'models/m.sql': model(strategy, "['id', 'line']") });
    project = await inProcess(folder.path, degraded ? withoutTransactions : undefined);
    await project.rows('create schema raw');
    await project.rows('create table raw.orders as select 1 as id, 1 as line, 10 as amount');
    await project.build();
  });
  afterEach(async () => {
    await project.close();
    folder.remove();
  });

  const table = (): Promise<readonly (readonly string[])[]> =>
    project.rows('select * from main.m order by all');

  it('refuses NULL and repeated keys with their number and an example, the table untouched', async () => {
    await project.rows(
      'insert into raw.orders values (2, null, 1), (null, 3, 1), (5, 6, 1), (5, 6, 2), (7, 8, 1), (7, 8, 1)',
    );
    const { results } = await project.build();
    expect(results[0]?.status).toBe('error');
    expect(results[0]?.error?.code).toBe('TX3120');
    const repeated = '\n2 keys (id, line) occur more than once among the new rows, e.g. id = 5, line = 6';
    expect(results[0]?.error?.message).toBe(
      `2 new rows have NULL in the key (id, line), e.g. id = 2, line = NULL${strategy === 'merge' ? repeated : ''}`,
    );
    expect(await table()).toEqual([['1', '1', '10']]);
  });

  it('warns where it is told to, and goes on', async () => {
    folder.write({ 'tx.yml': 'keys: {nulls: warn, duplicates: ignore}\n' });
    await project.rows('insert into raw.orders values (2, null, 1)');
    const { results, events } = await project.build();
    expect(results[0]?.status).toBe('success');
    const warning = events.find((event) => event.kind === 'warning');
    expect(warning).toMatchObject({
      error: {
        code: 'TX3120',
        message: '1 new row has NULL in the key (id, line), e.g. id = 2, line = NULL',
      },
    });
    expect(await table()).toHaveLength(2);
  });

  it('takes the word of a model over that of the project', async () => {
    folder.write({
      'models/m.sql': model(strategy, "['id', 'line']", ", meta={'tx': {'keys': {'nulls': 'ignore'}}}"),
    });
    await project.rows('insert into raw.orders values (2, null, 1)');
    const { results } = await project.build();
    expect(results[0]?.status).toBe('success');
  });

  it('lets clean keys pass', async () => {
    await project.rows('insert into raw.orders values (2, 1, 1), (2, 2, 1)');
    const { results } = await project.build();
    expect(results[0]?.status).toBe('success');
    expect(await table()).toHaveLength(3);
  });

  it('asks nothing without tx.yml', async () => {
    const bare = scratchFolder({ ...FILES, 'models/m.sql': model(strategy, "'id'") });
    const other = await inProcess(bare.path);
    await other.rows('create schema raw');
    await other.rows('create table raw.orders as select 1 as id, 1 as line, 10 as amount');
    await other.build();
    const { events } = await other.build();
    const statements = events.flatMap((event) => (event.kind === 'statement' ? [event.sql] : []));
    expect(statements.length).toBeGreaterThan(0);
    expect(statements.filter((sql) => /key_problems|node_runs|"tx"/.test(sql))).toEqual([]);
    await other.close();
    bare.remove();
  });
});

it('lets delete+insert replace a day by its key, again and again', async () => {
  const folder = scratchFolder({ ...FILES, 'tx.yml': '', 'models/m.sql': model('delete+insert', "'line'") });
  const project = await inProcess(folder.path);
  await project.rows('create schema raw');
  await project.rows(
    'create table raw.orders as select * from (values (1, 1, 10), (2, 1, 20), (3, 2, 30)) as o(id, line, amount)',
  );
  for (let times = 0; times < 3; times += 1) {
    expect((await project.build()).results[0]?.status).toBe('success');
  }
  expect(await project.rows('select count(*) from main.m')).toEqual([['3']]);
  await project.close();
  folder.remove();
});

it('names a value of meta.tx that is none', async () => {
  const folder = scratchFolder({
    ...FILES,
    'tx.yml': '',
    'models/m.sql': "{{ config(meta={'tx': {'publish': 'after-audit'}}) }}\nselect 1 as id",
  });
  const project = await inProcess(folder.path);
  const { results } = await project.build();
  expect(results[0]?.error).toMatchObject({
    code: 'TX1108',
    message: 'meta.tx of model.shop.m has publish: "after-audit"',
    hint: "Did you mean 'after-audits'?",
  });
  await project.close();
  folder.remove();
});
