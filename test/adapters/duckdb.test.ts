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
