import { adapters } from '../../../adapters/index.ts';
import type { Cell, QueryResult } from '../../../src/adapter-api/connection.ts';

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

/** Runs one statement on a connection that is opened for it: a DuckDB file is held by one process at a time. */
export async function runOnce(
  adapter: CaseAdapter,
  profile: Readonly<Record<string, unknown>>,
  sql: string,
): Promise<QueryResult> {
  const loaded = await adapters[adapter as keyof typeof adapters]();
  const credentials = loaded.parseCredentials(profile, { profileFile: 'profiles.yml' });
  const warehouse = await loaded.open(credentials, { threads: 1, projectRoot: '/' });
  try {
    const connection = await warehouse.connect();
    const result = await connection.execute(sql);
    await connection.close();
    return result;
  } finally {
    await warehouse.close();
  }
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
