import { createConnection, createServer, type AddressInfo, type Server } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPostgres } from '../../../adapters/postgres/warehouse.ts';
import { postgresAdapter } from '../../../adapters/postgres/adapter.ts';
import type { Warehouse } from '../../../src/adapter-api/adapter.ts';
import type { Connection } from '../../../src/adapter-api/connection.ts';
import { createConnectionPool } from '../../../src/execute/connection-pool.ts';
import { createDatabase, type PostgresDatabase } from '../../support/postgres-database.ts';

const ROLE = `tx_builder_${process.pid}`;
let database: PostgresDatabase;
const warehouses: Warehouse[] = [];

beforeAll(async () => {
  database = await createDatabase(`sessions_${process.pid}`);
  await database.sql(`create role ${ROLE}`);
});
afterAll(async () => {
  for (const warehouse of warehouses) await warehouse.close();
  await database.drop();
  const admin = await createDatabase(`roles_${process.pid}`);
  await admin.sql(`drop role ${ROLE}`);
  await admin.drop();
});

async function open(given: Record<string, unknown> = {}): Promise<Warehouse> {
  const raw = { ...database.output, schema: 'public', ...given };
  const credentials = postgresAdapter.parseCredentials(raw, { profileFile: 'profiles.yml' });
  const warehouse = await openPostgres(credentials);
  warehouses.push(warehouse);
  return warehouse;
}

const connect = async (given: Record<string, unknown> = {}): Promise<Connection> =>
  (await open(given)).connect();
const value = async (connection: Connection, sql: string): Promise<unknown> =>
  (await connection.execute(sql)).rows[0]?.[0];

describe('a session', () => {
  it('has the role, search path and name of the profile', async () => {
    const connection = await connect({
      role: ROLE,
      search_path: 'first, second',
      application_name: 'nightly',
    });
    expect(await value(connection, 'select current_user')).toBe(ROLE);
    expect(await value(connection, 'show search_path')).toBe('first, second');
    expect(await value(connection, 'show application_name')).toBe('nightly');
  });

  it('says what a missing role is called', async () => {
    await expect(connect({ role: 'nobody here' })).rejects.toThrow('role "nobody here" does not exist');
  });

  it('answers with the tag of the last statement, and with its rows', async () => {
    const connection = await connect();
    expect(
      await connection.execute('create temp table t (a int); insert into t values (1), (2)'),
    ).toMatchObject({
      ...{ message: 'INSERT 0 2', code: 'INSERT', rowsAffected: 2, rows: [] },
    });
    expect(await connection.execute('create view pg_temp.v as select * from t')).toMatchObject({
      ...{ message: 'CREATE VIEW', code: 'CREATE VIEW', rowsAffected: null },
    });
    expect(await connection.execute('select 1; select a from t order by a')).toMatchObject({
      ...{ message: 'SELECT 2', code: 'SELECT', rowsAffected: 2, rows: [[1], [2]] },
    });
  });

  it('goes on after a statement that the server’s limit ended, which is no cancel', async () => {
    const connection = await connect();
    await connection.execute('set statement_timeout = 100');
    const slow = connection.execute('select pg_sleep(30)');
    await expect(slow).rejects.toMatchObject({ faultClass: 'resource', databaseCode: '57014' });
    expect(connection.usable).toBe(true);
    expect(await value(connection, 'select 1')).toBe(1);
  });
});

describe('a session that is cut', () => {
  const terminate = async (connection: Connection): Promise<void> => {
    const id = await value(connection, 'select pg_backend_pid()');
    await database.sql(`select pg_terminate_backend(${String(id)})`);
  };

  it('fails the running statement as a passing fault, and is not usable', async () => {
    const connection = await connect();
    const id = await value(connection, 'select pg_backend_pid()');
    const running = connection.execute('select pg_sleep(30)');
    setTimeout(() => void database.sql(`select pg_terminate_backend(${String(id)})`), 100);
    await expect(running).rejects.toMatchObject({ faultClass: 'transient', databaseCode: '57P01' });
    await expect.poll(() => connection.usable).toBe(false);
    await expect(connection.execute('select 1')).rejects.toMatchObject({ faultClass: 'transient' });
  });

  it('is replaced by the pool when it was idle', async () => {
    const pool = createConnectionPool(() => open());
    const first = await pool.connect(0);
    expect(await pool.connect(0)).toBe(first);
    await terminate(first);
    await expect.poll(() => first.usable).toBe(false);
    const second = await pool.connect(0);
    expect(second).not.toBe(first);
    expect(await value(second, 'select 1')).toBe(1);
    await pool.close();
  });
});

describe('faults', () => {
  it('are classed by their SQLSTATE and shown as psql shows them', async () => {
    const connection = await connect();
    await expect(connection.execute('select 1,\n  nope')).rejects.toMatchObject({
      faultClass: 'user',
      databaseCode: '42703',
      message: 'column "nope" does not exist\nLINE 2:   nope\n          ^',
    });
    await connection.execute('create table uniq (a int primary key); insert into uniq values (1)');
    await expect(connection.execute('insert into uniq values (1)')).rejects.toThrow(
      'DETAIL:  Key (a)=(1) already exists.',
    );
    await connection.execute(`revoke all on uniq from public; set role ${ROLE}`);
    await expect(connection.execute('select * from uniq')).rejects.toMatchObject({
      faultClass: 'permission',
    });
  });

  it('of a lock that is held too long are conflicts', async () => {
    const [first, second] = [await connect(), await connect()];
    await first.execute('create table locked (a int)');
    await first.begin();
    await first.execute('lock table locked');
    await second.execute('set lock_timeout = 50');
    await expect(second.execute('select * from locked')).rejects.toMatchObject({
      ...{ faultClass: 'conflict', databaseCode: '55P03' },
    });
    await first.rollback();
  });

  it('of a deadlock are conflicts for one of the two', async () => {
    const [first, second] = [await connect(), await connect()];
    await first.execute('create table d1 (a int); create table d2 (a int)');
    await first.begin();
    await second.begin();
    await first.execute('lock table d1');
    await second.execute('lock table d2');
    const both = await Promise.allSettled([first.execute('lock table d2'), second.execute('lock table d1')]);
    const lost = both.filter((result) => result.status === 'rejected');
    expect(lost.map((result) => result.reason)).toMatchObject([
      { faultClass: 'conflict', databaseCode: '40P01' },
    ]);
    await first.rollback();
    await second.rollback();
  });
});

describe('connecting', () => {
  /** Passes connections on to the server, after it closed the first ones unheard. */
  const flakyServer = async (refusals: number): Promise<Server> => {
    let seen = 0;
    const proxy = createServer((socket) => {
      seen += 1;
      if (seen <= refusals) return void socket.destroy();
      const upstream = createConnection(Number(process.env['PGPORT']), '127.0.0.1');
      socket.pipe(upstream).pipe(socket);
      socket.on('error', () => upstream.destroy());
      upstream.on('error', () => socket.destroy());
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => proxy.once('listening', resolve));
    return proxy;
  };

  it('is tried again after a passing fault, as often as the profile says', async () => {
    const proxy = await flakyServer(1);
    const { port } = proxy.address() as AddressInfo;
    await expect(connect({ port, sslmode: 'disable', retries: 0 })).rejects.toMatchObject({
      faultClass: 'transient',
    });
    proxy.close();
    const again = await flakyServer(1);
    const connection = await connect({
      port: (again.address() as AddressInfo).port,
      sslmode: 'disable',
      retries: 1,
    });
    expect(await value(connection, 'select 1')).toBe(1);
    await connection.close();
    again.close();
  });

  it('is not tried again where trying does not help', async () => {
    const started = Date.now();
    await expect(connect({ dbname: 'no_such_database', retries: 5 })).rejects.toThrow(
      '"no_such_database" does not exist',
    );
    expect(Date.now() - started).toBeLessThan(5000);
  });

  it('falls back to no encryption only where the profile allows it', async () => {
    await expect(connect({ sslmode: 'require' })).rejects.toThrow('does not support SSL');
    expect(await value(await connect({ sslmode: 'prefer' }), 'select 1')).toBe(1);
    await expect(connect({ sslmode: 'verify-full', sslrootcert: '/no/such/file' })).rejects.toThrow(
      'cannot be read',
    );
  });
});
