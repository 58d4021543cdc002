import { Client, type ClientConfig } from 'pg';
import type { Warehouse } from '../../src/adapter-api/adapter.ts';
import { quoteIdentifier } from '../../src/adapter-api/ansi/naming.ts';
import { postgresConnection } from './connection.ts';
import type { PostgresCredentials } from './credentials.ts';
import { encryptions, type Encryption } from './encryption.ts';
import { toOperationalError } from './faults.ts';

/** Hands out sessions; a further one is opened when the first statement is to be cancelled. */
export async function openPostgres(credentials: PostgresCredentials): Promise<Warehouse> {
  const open = new Set<Client>();
  const ways = encryptions(credentials);
  let control: Promise<Client> | null = null;
  const connect = async (): Promise<Client> => {
    const client = await connectWithRetries(credentials, ways);
    open.add(client);
    return client;
  };
  const cancel = async (processId: number): Promise<void> => {
    control ??= connect().then(quietly);
    const client = await control;
    await client.query('select pg_cancel_backend($1)', [processId]);
  };
  return {
    async connect() {
      const client = await connect();
      const processId = await prepareSession(client, credentials);
      return postgresConnection(client, processId, { cancel, closed: () => open.delete(client) });
    },
    async close() {
      await Promise.allSettled([...open].map((client) => client.end()));
      open.clear();
    },
  };
}

/** A connection that is only used for cancelling may break unheard: the next query on it then fails. */
function quietly(client: Client): Client {
  client.on('error', () => undefined);
  return client;
}

/** Takes on the role; gives the number of the server's process. */
async function prepareSession(client: Client, { role }: PostgresCredentials): Promise<number> {
  try {
    if (role !== null) await client.query(`set role ${quoteIdentifier(role)}`);
    const { rows } = await client.query<{ id: number }>('select pg_backend_pid() as id');
    return rows[0]?.id ?? 0;
  } catch (thrown) {
    await client.end();
    throw toOperationalError(thrown);
  }
}

/** Connects; while the fault is one that passes by itself, tries again after 1, 4, 9, … seconds, as dbt does. */
async function connectWithRetries(credentials: PostgresCredentials, ways: Encryption[]): Promise<Client> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await connectOnce(credentials, ways);
    } catch (thrown) {
      const error = toOperationalError(thrown);
      const passes = error.faultClass === 'transient' || error.databaseCode === TOO_MANY_CONNECTIONS;
      if (!passes || attempt > credentials.retries) throw error;
      await new Promise((resolve) => setTimeout(resolve, attempt ** 2 * 1000));
    }
  }
}

const TOO_MANY_CONNECTIONS = '53300';

/** Connects in the first way that the server takes; later connections begin with that way. */
async function connectOnce(credentials: PostgresCredentials, ways: Encryption[]): Promise<Client> {
  for (;;) {
    const [way, next] = ways;
    const client = new Client(clientConfig(credentials, way ?? false));
    try {
      await client.connect();
      return client;
    } catch (thrown) {
      await client.end().catch(() => undefined);
      if (next === undefined || !isAboutEncryption(thrown)) throw thrown;
      ways.shift();
    }
  }
}

/** The server has no encryption, or its pg_hba.conf refuses this way. */
function isAboutEncryption(thrown: unknown): boolean {
  return (
    thrown instanceof Error && /does not support SSL|no (pg_hba\.conf entry|encryption)/i.test(thrown.message)
  );
}

function clientConfig(credentials: PostgresCredentials, ssl: Encryption): ClientConfig {
  const { keepalivesIdle, searchPath } = credentials;
  return {
    host: credentials.host,
    port: credentials.port,
    user: credentials.user,
    password: credentials.password,
    database: credentials.database,
    application_name: credentials.applicationName,
    connectionTimeoutMillis: credentials.connectTimeout * 1000,
    keepAlive: true,
    ...(keepalivesIdle === null ? {} : { keepAliveInitialDelayMillis: keepalivesIdle * 1000 }),
    ...(searchPath === null ? {} : { options: `-c search_path=${searchPath.replace(/([\\ ])/g, '\\$1')}` }),
    ssl,
  };
}
