import pg from 'pg';
import { sleep } from '../../src/util/sleep.ts';
import type { Query, TextRows, TortureDatabase } from './torture-database.ts';

const CATALOGUE = `
select n.nspname, c.relname, case c.relkind when 'v' then 'view' else 'table' end, a.attname
from pg_catalog.pg_class c
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
where c.relkind in ('r', 'v', 'm')
order by 1, 2, 4`;

/**
 * A database on the Postgres of PGHOST, PGPORT and PGUSER: states are databases made from it as their template. In one
 * without a state `prepare` has run.
 */
export function postgresTarget(name: string, prepare: readonly string[] = []): TortureDatabase {
  const server = {
    host: process.env['PGHOST'] ?? '',
    port: Number(process.env['PGPORT']),
    user: process.env['PGUSER'] ?? '',
  };
  const lookInto = async <T>(database: string, read: (query: Query) => Promise<T>): Promise<T> => {
    const client = new pg.Client({ ...server, database, application_name: 'torture' });
    await client.connect();
    try {
      return await read(async (text) => {
        const { rows } = await client.query<unknown[]>({ text, rowMode: 'array' });
        return rows.map((row) => row.map((cell) => (cell === null ? null : String(cell))));
      });
    } finally {
      await client.end();
    }
  };
  const run = (database: string, sql: string): Promise<TextRows> => lookInto(database, (query) => query(sql));
  const admin = (sql: string): Promise<TextRows> => run('postgres', sql);
  const drop = (database: string) => admin(`drop database if exists "${database}" with (force)`);
  const create = async (database: string, template: string): Promise<void> => {
    await drop(database);
    await admin(
      `create database "${database}" template "${template}"${template === 'template0' ? " lc_collate 'C' lc_ctype 'C'" : ''}`,
    );
  };
  const saved = new Set<string>();
  const empty = `${name}_empty`;
  const sessions = `select count(*) from pg_stat_activity where datname = '${name}' and pid <> pg_backend_pid()`;
  const settle = async (): Promise<void> => {
    for (let tries = 0; tries < 600; tries += 1) {
      if (Number((await admin(sessions))[0]?.[0]) === 0) return;
      await sleep(50);
    }
    throw new Error('sessions of killed processes are still there after 30 seconds');
  };
  return {
    output: `{type: postgres, host: ${server.host}, port: ${server.port}, user: ${server.user}, password: none, dbname: ${name}, schema: main, threads: 4}`,
    catalogue: CATALOGUE,
    hashOf: (columns) => `sum(hashtextextended(row(${columns.join(', ')})::text, 0)::numeric)::text`,
    async save(state) {
      await settle();
      await create(`${name}_${state}`, name);
      saved.add(`${name}_${state}`);
    },
    async restore(state) {
      if (state === null && !saved.has(empty)) {
        await create(empty, 'template0');
        saved.add(empty);
        for (const statement of prepare) await run(empty, statement);
      }
      await create(name, state === null ? empty : `${name}_${state}`);
    },
    look: (read) => lookInto(name, read),
    query: (sql) => run(name, sql),
    settle,
    async locks() {
      const rows = await admin(
        `select objid from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = '${name}')`,
      );
      return rows.map(([id]) => String(id));
    },
    async close() {
      for (const database of [...saved, name]) await drop(database);
    },
  };
}
