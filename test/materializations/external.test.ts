import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openScenario, type Scenario } from './support/scenario.ts';

let scenario: Scenario;
let folder: string;
beforeEach(async () => {
  scenario = await openScenario();
  folder = mkdtempSync(path.join(tmpdir(), 'tx-external-'));
});
afterEach(async () => {
  await scenario.close();
  rmSync(folder, { recursive: true, force: true });
});

const ROWS = "select 1 as id, 'a,b' as name, 'x' as part union all select 2, null, 'y'";
const build = (config: Record<string, unknown>, sql = ROWS, more: object = {}): Promise<unknown> =>
  scenario.build({ materialized: 'external', sql, externalRoot: folder, config, ...more } as never);
const files = (): readonly string[] =>
  (readdirSync(folder, { recursive: true }) as string[]).filter((name) => /\.\w+$/.test(name)).sort();
const text = (name: string): string => readFileSync(path.join(folder, name), 'utf8');

describe('external', () => {
  it.each([
    ['parquet by default', {}, ['m.parquet']],
    ['csv', { format: 'csv' }, ['m.csv']],
    ['json', { format: 'json' }, ['m.json']],
    [
      'partitions',
      { options: { partition_by: 'part' } },
      ['m/part=x/data_0.parquet', 'm/part=y/data_0.parquet'],
    ],
    [
      'two partition columns',
      { options: { partition_by: ['part', 'id'] }, format: 'csv' },
      ['m/part=x/id=1/data_0.csv', 'm/part=y/id=2/data_0.csv'],
    ],
  ])('writes %s and keeps a view over it', async (_what, config, expected) => {
    await build(config);
    expect(files()).toEqual(expected);
    expect(await scenario.relations()).toEqual(['m:view']);
    const { rows } = await scenario.connection.execute('select id, name, part from dev.m order by id');
    expect(rows.map(([id, ...others]) => [Number(id), ...others])).toEqual([
      [1, 'a,b', 'x'],
      [2, null, 'y'],
    ]);
  });

  it('writes text as dbt-duckdb does: a header, the delimiter and the options of COPY', async () => {
    await build({ format: 'csv' });
    expect(text('m.csv')).toBe('id,name,part\n1,"a,b",x\n2,,y\n');
    await build({ format: 'csv', delimiter: '|' });
    expect(text('m.csv')).toBe('id|name|part\n1|a,b|x\n2||y\n');
    await build({ format: 'csv', options: { quote: "'", header: false } });
    expect(text('m.csv')).toBe("1,'a,b',x\n2,,y\n");
    expect((await scenario.connection.execute('select * from dev.m')).rows).toHaveLength(2);
    await build({ format: 'json' });
    expect(text('m.json')).toBe('{"id":1,"name":"a,b","part":"x"}\n{"id":2,"name":null,"part":"y"}\n');
  });

  it('takes the location as it is, and the format from its end', async () => {
    await build({ location: path.join(folder, "o'k.csv") });
    await build({ location: path.join(folder, 'plain') }, ROWS, { name: 'n' });
    expect(text("o'k.csv")).toContain('id,name,part');
    expect(text('plain').slice(0, 4)).toBe('PAR1');
  });

  it.each(['parquet', 'csv', 'json', 'partitioned'])(
    'gives no row for a query without rows: %s',
    async (what) => {
      const config = what === 'partitioned' ? { options: { partition_by: 'part' } } : { format: what };
      await build(config, `select * from (${ROWS}) where id > 9`);
      const { columns, rows } = await scenario.connection.execute('select * from dev.m');
      expect(columns.map((column) => column.name)).toEqual(['id', 'name', 'part']);
      expect(rows).toEqual([]);
    },
  );

  it('replaces partitions as a whole, unless the options say that others stay', async () => {
    await build({ options: { partition_by: 'part' } });
    await build({ options: { partition_by: 'part' } }, `select * from (${ROWS}) where id = 2`);
    expect(files()).toEqual(['m/part=y/data_0.parquet']);
    const keep = { options: { partition_by: 'part', overwrite_or_ignore: true } };
    await build(keep, `select * from (${ROWS}) where id = 1`);
    expect(files()).toEqual(['m/part=x/data_0.parquet', 'm/part=y/data_0.parquet']);
  });

  it('leaves the old file when the query fails half way, and may read what it replaces', async () => {
    await build({ format: 'csv' }, 'select 1 as id');
    const failing =
      "select case when range < 400000 then range else cast('x' || range as int) end as id from range(500000)";
    await expect(build({ format: 'csv' }, failing)).rejects.toThrow('Could not convert');
    expect(text('m.csv')).toBe('id\n1\n');
    await build({ format: 'csv' }, 'select id from dev.m union all select 2 order by 1');
    expect(text('m.csv')).toBe('id\n1\n2\n');
    await build({ options: { partition_by: 'part' }, location: path.join(folder, 'p') }, ROWS, { name: 'p' });
    const broken =
      "select 1 as id, cast(range as varchar) || 'n' as name, cast('z' as int) as part from range(3)";
    await expect(build({ options: { partition_by: 'part' } }, broken, { name: 'p' })).rejects.toThrow();
    expect((await scenario.connection.execute('select * from dev.p')).rows).toHaveLength(2);
  });

  it('removes what a run that died left behind, but not what is young', async () => {
    mkdirSync(path.join(folder, 'm.csv__tx_dead'));
    utimesSync(path.join(folder, 'm.csv__tx_dead'), 1, 1);
    writeFileSync(path.join(folder, 'm.csv__tx_alive'), '');
    await build({ format: 'csv' });
    expect(existsSync(path.join(folder, 'm.csv__tx_dead'))).toBe(false);
    expect(existsSync(path.join(folder, 'm.csv__tx_alive'))).toBe(true);
  });

  it('replaces a table by its view, runs hooks, and enforces a contract', async () => {
    await scenario.sql('create table dev.m as select 9 as id', 'create table dev.log (n int)');
    const postHooks = [
      { sql: 'insert into dev.log select count(*) from dev.m', transaction: true, index: null },
    ];
    await build({}, ROWS, { postHooks });
    expect(await scenario.relations()).toEqual(['log:table', 'm:view']);
    expect((await scenario.contents('log'))?.rows).toEqual(['2']);
    const contract = {
      columns: [{ name: 'id', dataType: 'integer', constraints: [{ type: 'not_null' as const }] }],
      constraints: [],
    };
    await build({}, 'select 1 as id', { contract });
    await expect(build({}, 'select cast(null as integer) as id', { contract })).rejects.toThrow('NOT NULL');
    expect((await scenario.contents('m'))?.rows).toEqual(['1']);
  });

  it.each([
    [{ format: 'weird' }, 'Invalid format: weird. Allowed formats are: csv, parquet, json'],
    [{ plugin: 'excel' }, "plugin 'excel': plugins are Python code and cannot run here"],
    [{ glue_register: true }, 'glue_register: files are not registered with AWS Glue'],
  ])('refuses %j', async (config, message) => {
    await expect(build(config)).rejects.toThrow(message);
    expect(files()).toEqual([]);
  });
});
