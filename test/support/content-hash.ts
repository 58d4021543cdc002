import { DuckDBInstance } from '@duckdb/node-api';

/**
 * The content of every table and view of a DuckDB file: `schema.name` → rows and an order-free hash of them. Columns are
 * taken in the order of their names, so that a column which came later counts like one that was there from the start.
 */
export async function contentHashes(file: string): Promise<Readonly<Record<string, string>>> {
  const instance = await DuckDBInstance.create(file, { access_mode: 'READ_ONLY' });
  try {
    const connection = await instance.connect();
    const rowsOf = async (sql: string) => (await connection.runAndReadAll(sql)).getRowsJson();
    const columns = await rowsOf(
      `select schema_name, table_name, string_agg('"' || column_name || '"', ', ' order by column_name)
       from duckdb_columns() where not internal and database_name = current_database()
       group by 1, 2 order by 1, 2`,
    );
    const hashes: Record<string, string> = {};
    for (const [schema, table, names] of columns) {
      const [counted] = await rowsOf(
        `select count(*), coalesce(sum(hash(row(${names}))::hugeint), 0) from "${schema}"."${table}"`,
      );
      hashes[`${schema}.${table}`] = `${counted?.[0]} rows, ${counted?.[1]}`;
    }
    connection.closeSync();
    return hashes;
  } finally {
    instance.closeSync();
  }
}
