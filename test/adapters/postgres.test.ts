import { describe, expect, it } from 'vitest';
import { postgresAdapter } from '../../adapters/postgres/adapter.ts';
import type { Adapter } from '../../src/adapter-api/adapter.ts';
import type { ProjectFailure } from '../../src/errors/project-error.ts';
import { createDatabase } from '../support/postgres-database.ts';
import { adapterSuite } from './conformance/adapter-suite.ts';

adapterSuite({
  adapter: postgresAdapter as unknown as Adapter,
  async credentials() {
    const database = await createDatabase(`suite_${process.pid}`);
    return { raw: { ...database.output, schema: 'public' }, remove: () => database.drop() };
  },
  slowQuery: 'select pg_sleep(60)',
});

const parse = (raw: Record<string, unknown>) =>
  postgresAdapter.parseCredentials(
    { type: 'postgres', host: 'h', port: 5432, user: 'me', dbname: 'shop', schema: 's', ...raw },
    { profileFile: 'profiles.yml' },
  );

const failureOf = (raw: Record<string, unknown>): ProjectFailure | null => {
  try {
    parse(raw);
    return null;
  } catch (thrown) {
    return thrown as ProjectFailure;
  }
};

describe('postgres credentials', () => {
  it('takes both names of database and password, and ports as text', () => {
    expect(parse({ pass: 'hunter22', port: '6000' })).toMatchObject({
      ...{ database: 'shop', password: 'hunter22', port: 6000, sslMode: 'prefer', retries: 1 },
      ...{ connectTimeout: 10, role: null, searchPath: null, applicationName: 'tx', keepalivesIdle: null },
    });
    expect(parse({ dbname: undefined, database: 'other', password: 'x' })).toMatchObject({
      database: 'other',
    });
  });

  it('names every wrong key at once', () => {
    const failure = failureOf({ host: undefined, port: 'many', sslmode: 'on', serach_path: 'a' });
    expect(failure?.errors.map((error) => [error.message, error.hint ?? ''].join(' '))).toEqual([
      expect.stringContaining("'serach_path' is unknown for type postgres. Did you mean 'search_path'?"),
      expect.stringContaining("'host' is required"),
      expect.stringContaining("'port' must be a whole number, but is 'many'"),
      expect.stringContaining("'sslmode' is 'on'"),
    ]);
  });

  it('shows templates what dbt shows, and never the password', () => {
    const credentials = parse({ password: 'hunter22', role: 'builder' });
    expect(credentials.publicKeys).toMatchObject({
      dbname: 'shop',
      database: 'shop',
      port: 5432,
      role: 'builder',
    });
    expect(JSON.stringify(credentials.publicKeys)).not.toContain('hunter22');
    expect(credentials.secrets).toEqual(['hunter22']);
  });

  it('does not hide a password that is no secret: hiding it would blot out the name of the user', () => {
    expect(parse({ user: 'builder', password: 'builder' }).secrets).toEqual([]);
  });
});
