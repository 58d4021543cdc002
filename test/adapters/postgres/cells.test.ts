import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { postgresAdapter } from '../../../adapters/postgres/adapter.ts';
import type { Warehouse } from '../../../src/adapter-api/adapter.ts';
import type { Connection } from '../../../src/adapter-api/connection.ts';
import { createDatabase, type PostgresDatabase } from '../../support/postgres-database.ts';

let database: PostgresDatabase;
let warehouse: Warehouse;
let connection: Connection;

beforeAll(async () => {
  database = await createDatabase(`cells_${process.pid}`);
  const raw = { ...database.output, schema: 'public' };
  const credentials = postgresAdapter.parseCredentials(raw, { profileFile: 'profiles.yml' });
  warehouse = await postgresAdapter.open(credentials, { threads: 1, projectRoot: '.' });
  connection = await warehouse.connect();
  await connection.execute("set timezone = 'America/New_York'; create type mood as enum ('fine', 'bad')");
});
afterAll(async () => {
  await warehouse.close();
  await database.drop();
});

const timestamp = (text: string, zone: boolean) => ({ kind: 'timestamp', text, zone });

describe('cells', () => {
  it.each([
    ['9007199254740993::bigint', 9007199254740993n, 'bigint'],
    ['1::smallint', 1, 'smallint'],
    ["'NaN'::float8", NaN, 'double precision'],
    ["'-Infinity'::real", -Infinity, 'real'],
    ['1.10::numeric(12,2)', { kind: 'decimal', text: '1.10' }, 'numeric(12,2)'],
    ['1200::numeric(4,-2)', { kind: 'decimal', text: '1200' }, 'numeric(4,-2)'],
    ["'NaN'::numeric", { kind: 'decimal', text: 'NaN' }, 'numeric'],
    ["date '2026-03-29'", { kind: 'date', text: '2026-03-29', zone: false }, 'date'],
    ["time '10:20:30.5'", { kind: 'time', text: '10:20:30.5', zone: false }, 'time without time zone'],
    [
      "timestamp '2026-03-29 02:30:00'",
      timestamp('2026-03-29 02:30:00', false),
      'timestamp without time zone',
    ],
    [
      "timestamptz '2026-01-31 23:00:00.25-02'",
      timestamp('2026-02-01 01:00:00.250000+00:00', true),
      'timestamp with time zone',
    ],
    ["timestamptz 'infinity'", timestamp('infinity', true), 'timestamp with time zone'],
    ["'ab'::varchar(3)", 'ab', 'character varying(3)'],
    ["'ab'::char(3)", 'ab ', 'character(3)'],
    ['\'{"a": 1.0}\'::jsonb', '{"a": 1.0}', 'jsonb'],
    ["'\\xdead'::bytea", Buffer.from('dead', 'hex'), 'bytea'],
    ["'fine'::mood", 'fine', 'mood'],
    ["interval '1 day 02:00'", '1 day 02:00:00', 'interval'],
    ['array[[1,2],[3,null]]', '[[1,2],[3,null]]', 'integer[]'],
    [
      `array['a,b', 'say "x"', 'NULL', null, '\\']`,
      JSON.stringify(['a,b', 'say "x"', 'NULL', null, '\\']),
      'text[]',
    ],
    ["array[date '2026-01-02']", '["2026-01-02"]', 'date[]'],
    ['array[]::int[]', '[]', 'integer[]'],
    ['9007199254740993::bigint = any(array[9007199254740993])', true, 'boolean'],
  ])('%s', async (sql, expected, dataType) => {
    const { rows, columns } = await connection.execute(`select ${sql} as it`);
    expect(rows).toEqual([[expected]]);
    expect(columns).toEqual([{ name: 'it', dataType }]);
  });

  it('streams the same cells as it answers with', async () => {
    const seen: unknown[] = [];
    const columns = await connection.stream("select 1::bigint as a, 'bad'::mood as b", (rows) =>
      seen.push(...rows),
    );
    expect(seen).toEqual([[1n, 'bad']]);
    expect(columns).toEqual([
      { name: 'a', dataType: 'bigint' },
      { name: 'b', dataType: 'mood' },
    ]);
  });

  it('streams nothing of a query that fails, and goes on', async () => {
    const failing = connection.stream('select 1 / (2 - i) from generate_series(1, 5) i', () => undefined);
    await expect(failing).rejects.toMatchObject({ faultClass: 'user', message: 'division by zero' });
    await expect(connection.stream('select nope', () => undefined)).rejects.toThrow('"nope" does not exist');
    expect((await connection.execute('select 1')).rows).toEqual([[1]]);
  });

  it('copies text that looks like an escape as it is', async () => {
    await connection.execute('create table copied (id int, "Text" text)');
    const rows = [
      ['1', 'a\\tb\\'],
      ['2', '\\N'],
      ['3', 'tab\there\r\n'],
      ['4', null],
      ['5', ''],
    ];
    const columns = [
      { name: 'id', dataType: 'integer' },
      { name: 'Text', dataType: 'text' },
    ];
    const loaded = await connection.load({
      target: 'copied',
      columns,
      file: '',
      delimiter: ',',
      rows: () => rows,
    });
    expect(loaded).toBe(5);
    const { rows: found } = await connection.execute('select id::text, "Text" from copied order by id');
    expect(found).toEqual(rows);
  });

  it('says which value of which row cannot be copied', async () => {
    const columns = [{ name: 'id', dataType: 'integer' }];
    const rows = () => [
      ['1', 'x'],
      ['one', 'y'],
    ];
    const load = connection.load({ target: 'copied', columns, file: '', delimiter: ',', rows });
    await expect(load).rejects.toThrow(
      /invalid input syntax for type integer: "one"[^]*copied, line 2, column id/,
    );
    expect((await connection.execute('select count(*) from copied')).rows).toEqual([[5n]]);
  });
});
