import { createDatabase } from './postgres-database.ts';
import { startPostgres } from './postgres-server.ts';

/** The database of recorded cases that compile on Postgres: its name stands in what they print. */
const RECORDED_DATABASE = 'conf';

/** Starts one PostgreSQL for the whole run and tells the tests by PGHOST, PGPORT, PGUSER and PGDATABASE where it is. */
export async function setup(): Promise<() => Promise<void>> {
  const server = await startPostgres();
  Object.assign(process.env, { PGHOST: '127.0.0.1', PGPORT: String(server.port), PGUSER: 'postgres' });
  await createDatabase(RECORDED_DATABASE);
  process.env['PGDATABASE'] = RECORDED_DATABASE;
  return () => server.stop();
}
