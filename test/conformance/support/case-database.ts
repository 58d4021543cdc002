import path from 'node:path';
import { adapters } from '../../../adapters/index.ts';
import type { Warehouse } from '../../../src/adapter-api/adapter.ts';
import type { Cell, QueryResult } from '../../../src/adapter-api/connection.ts';
import { createDatabase } from '../../support/postgres-database.ts';

/** The databases that recorded cases run on. */
export type CaseAdapter = 'duckdb' | 'postgres';

/** Queries about the catalogue, as the cases were recorded. */
export const catalogueSql: Readonly<
  Record<
    CaseAdapter,
    { readonly relations: string; readonly columns: (schema: string, name: string) => string; readonly zoned: string }
  >
> = {
  duckdb: {
    relations: `select table_schema, table_name, case table_type when 'BASE TABLE' then 'table' else 'view' end
      from information_schema.tables where table_catalog = current_database() order by 1, 2`,
    columns: (schema, name) => `select column_name, data_type from duckdb_columns()
      where database_name = current_database() and schema_name = '${schema}' and table_name = '${name}'
      order by column_index`,
    zoned: 'TIMESTAMP WITH TIME ZONE',
  },
  postgres: {
    relations: `select schemaname, tablename, 'table' from pg_tables where schemaname not in ('pg_catalog', 'information_schema')
      union all select schemaname, viewname, 'view' from pg_views where schemaname not in ('pg_catalog', 'information_schema')
      union all select schemaname, matviewname, 'materialized_view' from pg_matviews order by 1, 2`,
    columns: (schema, name) => `select attname, pg_catalog.format_type(atttypid, atttypmod) from pg_catalog.pg_attribute
      where attrelid = to_regclass('"${schema}"."${name}"') and attnum > 0 and not attisdropped order by attnum`,
    zoned: 'timestamp with time zone',
  },
};

/** The database of one case. */
export interface CaseDatabase {
  /** What its profile says, beside schema and threads. */
  readonly output: Readonly<Record<string, unknown>>;
  execute(sql: string): Promise<QueryResult>;
  close(): Promise<void>;
}

/** Makes an empty database for a case whose files stand in `folder`. */
export async function openDatabase(adapter: CaseAdapter, folder: string): Promise<CaseDatabase> {
  return adapter === 'duckdb' ? duckdbFile(path.join(folder, 'conf.duckdb')) : postgresDatabase();
}

/** A file is held by one process at a time: each statement opens it anew. */
function duckdbFile(file: string): CaseDatabase {
  const output = { type: 'duckdb', path: file };
  const execute = async (sql: string): Promise<QueryResult> => {
    const warehouse = await openWarehouse('duckdb', output);
    try {
      return await (await warehouse.connect()).execute(sql);
    } finally {
      await warehouse.close();
    }
  };
  return { output, execute, close: () => Promise.resolve() };
}

let made = 0;

async function postgresDatabase(): Promise<CaseDatabase> {
  made += 1;
  const database = await createDatabase(`conf_${process.pid}_${made}`);
  const warehouse = await openWarehouse('postgres', database.output);
  const connection = await warehouse.connect();
  return {
    output: database.output,
    execute: (sql) => connection.execute(sql),
    async close() {
      await warehouse.close();
      await database.drop();
    },
  };
}

async function openWarehouse(adapter: CaseAdapter, output: CaseDatabase['output']): Promise<Warehouse> {
  const loaded = await adapters[adapter]();
  const credentials = loaded.parseCredentials({ ...output, schema: 'dev' }, { profileFile: 'profiles.yml' });
  return loaded.open(credentials, { threads: 1, projectRoot: '/' });
}

/** A cell as it was recorded: numbers as numbers, everything else as text; an instant near now is `<now>`. */
export function recordedCell(cell: Cell): unknown {
  if (cell === null || typeof cell === 'boolean' || typeof cell === 'string') return cell;
  if (typeof cell === 'bigint') return Number(cell);
  if (typeof cell === 'number') {
    return Math.abs(cell) < 1e300 ? Math.round(cell * 1e9) / 1e9 : String(cell).toLowerCase().slice(0, 3);
  }
  if (cell instanceof Uint8Array) return Buffer.from(cell).toString('hex');
  if (cell.kind === 'decimal') return cell.text;
  if (cell.kind !== 'timestamp') return cell.text;
  const instant = Date.parse(`${cell.text.replace(' ', 'T').replace(/\+00:00$/, '')}Z`);
  return Math.abs(Date.now() - instant) < 2 * 86_400_000 ? '<now>' : cell.text;
}
