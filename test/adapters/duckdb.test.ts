import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { duckdbAdapter } from '../../adapters/duckdb/adapter.ts';
import { renderExternalSource } from '../../adapters/duckdb/external-source.ts';
import type { Adapter } from '../../src/adapter-api/adapter.ts';
import type { ProjectFailure } from '../../src/errors/project-error.ts';
import { adapterSuite } from './conformance/adapter-suite.ts';

adapterSuite({
  adapter: duckdbAdapter as unknown as Adapter,
  credentials: (folder) =>
    Promise.resolve({
      raw: { type: 'duckdb', path: path.join(folder, 'suite.duckdb'), schema: 'main' },
      remove: () => Promise.resolve(),
    }),
  slowQuery: 'select count(*) from range(3000000) a, range(3000000) b where a.range % 7 = b.range % 5',
});

const parse = (raw: Record<string, unknown>) =>
  duckdbAdapter.parseCredentials({ type: 'duckdb', ...raw }, { profileFile: 'profiles.yml' });

describe('duckdb credentials', () => {
  it('names the database after the file', () => {
    expect(parse({ path: 'data/shop.duckdb' })).toMatchObject({ database: 'shop', schema: 'main' });
    expect(parse({})).toMatchObject({ database: 'memory', path: ':memory:' });
  });

  it('refuses Python-only keys and MotherDuck, all at once', () => {
    const failure = (() => {
      try {
        parse({ path: 'md:shop', plugins: [{ module: 'excel' }] });
        return null;
      } catch (thrown) {
        return thrown as ProjectFailure;
      }
    })();
    expect(failure?.errors.map((error) => error.message)).toEqual([
      expect.stringContaining("'plugins'"),
      expect.stringContaining('MotherDuck'),
    ]);
  });

  it('never shows secrets', () => {
    const credentials = parse({ secrets: [{ type: 's3', key_id: 'KEYID', secret: 'hunter22' }] });
    expect(credentials.secrets).toContain('hunter22');
    expect(JSON.stringify(credentials.publicKeys)).not.toContain('hunter22');
  });
});

describe('a profile of DuckDB', () => {
  const open = async (
    raw: Record<string, unknown>,
    sql: string,
  ): Promise<readonly (readonly unknown[])[]> => {
    const warehouse = await duckdbAdapter.open(parse(raw), {} as never);
    try {
      return (await (await warehouse.connect()).execute(sql)).rows;
    } finally {
      await warehouse.close();
    }
  };

  it('loads extensions that come with DuckDB without a download', async () => {
    const sql = "select loaded from duckdb_extensions() where extension_name in ('json', 'parquet', 'icu')";
    expect(await open({ extensions: ['json', { name: 'parquet' }, 'icu'] }, sql)).toEqual([
      [true],
      [true],
      [true],
    ]);
  });

  it('sets settings in every session and options when it is opened', async () => {
    const raw = {
      settings: { TimeZone: 'Europe/Berlin', preserve_insertion_order: false },
      config_options: { default_order: 'desc' },
    };
    const sql =
      "select current_setting('TimeZone'), current_setting('preserve_insertion_order'), current_setting('default_order')";
    expect(await open(raw, sql)).toEqual([['Europe/Berlin', false, 'DESC']]);
  });

  it('attaches other databases, for reading alone where it is said', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'tx-attach-'));
    const file = path.join(folder, 'other.duckdb');
    try {
      await open({ attach: [{ path: file, alias: 'oth' }] }, 'create table oth.t as select 5 as x');
      expect(await open({ attach: [{ path: file }] }, 'select x from other.t')).toEqual([[5]]);
      await expect(open({ attach: [{ path: file, read_only: true }] }, 'drop table other.t')).rejects.toThrow(
        /read-only/,
      );
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

describe('external sources', () => {
  const source = { name: 'orders', sourceName: 'raw', identifier: 'orders', schema: 'raw', database: null };
  it.each([
    ['landing/{name}.parquet', "'landing/orders.parquet'"],
    ["read_csv('x/{identifier}.csv')", "read_csv('x/orders.csv')"],
    ["'a.csv'", "'a.csv'"],
  ])('%s', (location, expected) => {
    expect(renderExternalSource({ ...source, meta: { external_location: location } })).toBe(expected);
  });
});
