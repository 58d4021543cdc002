import { startPostgres } from './postgres-server.ts';

/** Starts one PostgreSQL for the whole run and tells the tests by PGHOST, PGPORT and PGUSER where it is. */
export async function setup(): Promise<() => Promise<void>> {
  const server = await startPostgres();
  Object.assign(process.env, { PGHOST: '127.0.0.1', PGPORT: String(server.port), PGUSER: 'postgres' });
  return () => server.stop();
}
