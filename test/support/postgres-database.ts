import pg from 'pg';

/** A database of its own on the test run's server. */
export interface PostgresDatabase {
  readonly name: string;
  /** What a profile says of it, beside the schema. */
  readonly output: Readonly<Record<string, string | number>>;
  /** Runs a statement as the server's owner; gives the rows. */
  sql(text: string): Promise<readonly (readonly unknown[])[]>;
  /** Ends its sessions and drops it. */
  drop(): Promise<void>;
}

const server = (): { host: string; port: number; user: string } => ({
  host: process.env['PGHOST'] ?? '',
  port: Number(process.env['PGPORT']),
  user: process.env['PGUSER'] ?? '',
});

/** Creates an empty database in locale C; the global set-up of the tests has started the server. */
export async function createDatabase(name: string): Promise<PostgresDatabase> {
  await run(
    'postgres',
    `create database "${name}" template template0 encoding 'UTF8' lc_collate 'C' lc_ctype 'C'`,
  );
  return {
    name,
    output: { type: 'postgres', ...server(), password: 'not needed', dbname: name },
    sql: (text) => run(name, text),
    drop: async () => void (await run('postgres', `drop database if exists "${name}" with (force)`)),
  };
}

async function run(database: string, text: string): Promise<readonly (readonly unknown[])[]> {
  const client = new pg.Client({ ...server(), database });
  await client.connect();
  try {
    const { rows } = await client.query<unknown[]>({ text, rowMode: 'array' });
    return rows;
  } finally {
    await client.end();
  }
}
