import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { postgresAdapter } from '../../../adapters/postgres/adapter.ts';
import { postgresLocks } from '../../../adapters/postgres/locks.ts';
import type { Warehouse } from '../../../src/adapter-api/adapter.ts';
import { createDatabase, type PostgresDatabase } from '../../support/postgres-database.ts';

let database: PostgresDatabase;
let warehouse: Warehouse;

beforeAll(async () => {
  database = await createDatabase(`locks_${process.pid}`);
  const raw = { ...database.output, schema: 'public' };
  const credentials = postgresAdapter.parseCredentials(raw, { profileFile: 'profiles.yml' });
  warehouse = await postgresAdapter.open(credentials, { threads: 2, projectRoot: '.' });
});
afterAll(async () => {
  await warehouse.close();
  await database.drop();
});

describe('advisory locks', () => {
  it('belong to one session until it gives them up or ends', async () => {
    const [first, second] = [await warehouse.connect(), await warehouse.connect()];
    const take = (connection: typeof first, acquire: string | null, release: readonly string[] = []) =>
      postgresLocks.exchange(connection, { release, acquire, relation: null }).then(({ taken }) => taken);
    expect(await postgresLocks.holder(second, 'dev.orders')).toBeNull();
    expect(await take(first, 'dev.orders')).toBe(true);
    expect(await take(second, 'dev.orders')).toBe(false);
    expect(await take(second, 'dev.customers')).toBe(true);
    expect(await postgresLocks.holder(second, 'dev.orders')).toMatch(
      /^process \d+ of the server for user postgres \(tx\) at 127\.0\.0\.1, connected since \d{4}-.* UTC$/,
    );
    // One request: what is given up is free for others, what is asked for is held.
    expect(await take(first, 'dev.items', ['dev.orders'])).toBe(true);
    expect(await take(second, 'dev.orders')).toBe(true);
    expect(await take(second, null, ['dev.orders'])).toBe(true);
    await first.close();
    await expect.poll(() => take(second, 'dev.items')).toBe(true);
  });

  it('outlive a transaction that is rolled back', async () => {
    const [first, second] = [await warehouse.connect(), await warehouse.connect()];
    await first.begin();
    const request = { release: [], acquire: 'kept', relation: null };
    await postgresLocks.exchange(first, request);
    await first.rollback();
    expect((await postgresLocks.exchange(second, request)).taken).toBe(false);
  });

  it('tell what stands under the name when they are taken', async () => {
    const connection = await warehouse.connect();
    const look = async (identifier: string) => {
      const relation = { database: database.name, schema: 'public', identifier };
      const name = `public.${identifier}`;
      return postgresLocks.exchange(connection, { release: [name], acquire: name, relation });
    };
    await connection.execute('create table there as select 1 as id');
    await connection.execute('create view seen as select 1 as id');
    expect(await look('There')).toEqual({ taken: true, found: 'table' });
    expect(await look('seen')).toEqual({ taken: true, found: 'view' });
    expect(await look('nothing')).toEqual({ taken: true, found: null });
  });
});
