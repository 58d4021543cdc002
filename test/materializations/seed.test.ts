import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { duckdbDialect } from '../../adapters/duckdb/dialect.ts';
import { inferSeedColumns } from '../../src/materializations/seed-types.ts';
import { readCsv } from '../../src/util/csv.ts';
import { openScenario, type Build, type Scenario } from './support/scenario.ts';

let scenario: Scenario;
let folder: string;
beforeEach(async () => {
  scenario = await openScenario();
  folder = mkdtempSync(path.join(tmpdir(), 'seed-'));
});
afterEach(async () => {
  await scenario.close();
  rmSync(folder, { recursive: true });
});

const load = (text: string, more: Partial<Build> & { readonly empty?: boolean } = {}) => {
  const file = path.join(folder, 's.csv');
  writeFileSync(file, text);
  const [header = [], ...rows] = [...readCsv(text, ',')];
  const { empty = false, ...build } = more;
  const columns = inferSeedColumns(header, rows, { overrides: {}, dialect: duckdbDialect });
  return scenario.build({
    materialized: 'seed',
    sql: '',
    seed: { file, delimiter: ',', columns, empty },
    ...build,
  });
};

describe('seed', () => {
  it('creates the table, then replaces its rows', async () => {
    await load('id,name\n1,a\n2,b\n');
    expect(await scenario.contents('m')).toEqual({
      columns: ['id INTEGER', 'name VARCHAR'],
      rows: ['1|a', '2|b'],
    });
    await load('id,name\n3,c\n');
    expect((await scenario.contents('m'))?.rows).toEqual(['3|c']);
  });

  it('keeps the old rows when the file does not fit, and rebuilds on a full refresh', async () => {
    await load('id,name\n3,c\n');
    await expect(load('id,name,more\n3,c,x\n')).rejects.toThrow();
    await expect(load('id,name\nabc,c\n')).rejects.toThrow();
    expect((await scenario.contents('m'))?.rows).toEqual(['3|c']);
    const plan = await load('id,name,more\n3,c,x\n', {
      fullRefresh: true,
      config: { indexes: [{ columns: ['id'] }] },
    });
    await load('id,name,more\n3,c,x\n', { fullRefresh: true, config: { indexes: [{ columns: ['id'] }] } });
    expect((await scenario.contents('m'))?.columns).toEqual(['id INTEGER', 'name VARCHAR', 'more VARCHAR']);
    expect(plan.steps.find((step) => step.kind === 'load')).toMatchObject({ verb: 'CREATE', role: 'main' });
  });

  it('loads nothing under --empty, and takes a file with a header only', async () => {
    await load('id,name\n1,a\n', { empty: true });
    expect((await scenario.contents('m'))?.rows).toEqual([]);
    await load('id,name\n');
    expect((await scenario.contents('m'))?.rows).toEqual([]);
  });

  it('refuses to load over a view', async () => {
    await scenario.sql('create view dev.m as select 1 as id');
    await expect(load('id\n1\n')).rejects.toThrow("Cannot seed to 'dev.m', it is a view");
  });

  it('leaves names to the database only where quote_columns is false', async () => {
    const quoted = await load('Id,Order\n1,a\n');
    const plain = await load('Id,Qty\n1,5\n', { name: 'n', config: { quote_columns: false } });
    const quotes = [quoted, plain].map((plan) => {
      const step = plan.steps.find((one) => one.kind === 'load');
      return step?.columns.map((column) => column.quote);
    });
    expect(quotes).toEqual([
      [true, true],
      [false, false],
    ]);
  });

  it('loads aside and replaces in one statement where DDL cannot be undone', async () => {
    const capabilities = { transactionalDdl: false };
    await load('id\n1\n', { capabilities });
    const plan = await load('id,name\n2,b\n', { capabilities });
    expect(plan.steps.map((step) => step.kind)).not.toContain('begin');
    expect(await scenario.relations()).toEqual(['m:table']);
    expect((await scenario.contents('m'))?.rows).toEqual(['2|b']);
    await expect(
      load('id\n1\n', { capabilities: { transactionalDdl: false, createOrReplaceTable: false } }),
    ).rejects.toThrow('cannot be loaded as one change');
  });
});
