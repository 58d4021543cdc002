import type { CatalogRelation, Introspector } from '../../src/adapter-api/introspector.ts';
import type { Cell, Connection } from '../../src/adapter-api/connection.ts';
import type { Column } from '../../src/adapter-api/column.ts';
import type { ExistingRelation, QuotePolicy } from '../../src/adapter-api/relation.ts';
import { literal } from '../../src/adapter-api/ansi/naming.ts';

const QUOTED: QuotePolicy = { database: true, schema: true, identifier: true };
const text = (cell: Cell | undefined): string => String(cell ?? '');
const nullable = (cell: Cell | undefined): string | null =>
  cell === null || cell === undefined ? null : String(cell);
const databaseIs = (database: string | null): string =>
  database === null
    ? 'database_name = current_database()'
    : `lower(database_name) = lower(${literal(database)})`;

/** Reads DuckDB's catalogue through its table functions, which are far quicker than information_schema. */
export const duckdbIntrospector: Introspector = {
  async listSchemas(connection, database) {
    const { rows } = await connection.execute(
      `select schema_name from duckdb_schemas() where ${databaseIs(database)} order by 1`,
    );
    return rows.map((row) => text(row[0]));
  },
  async listRelations(connection, database, schema) {
    const where = `where ${databaseIs(database)} and lower(schema_name) = lower(${literal(schema)})`;
    const { rows } = await connection.execute(
      [
        `select database_name, schema_name, table_name, 'table' from duckdb_tables() ${where}`,
        'union all',
        `select database_name, schema_name, view_name, 'view' from duckdb_views() ${where}`,
      ].join('\n'),
    );
    return rows.map((row): ExistingRelation => ({
      database: text(row[0]),
      schema: text(row[1]),
      identifier: text(row[2]),
      type: row[3] === 'view' ? 'view' : 'table',
      quoting: QUOTED,
    }));
  },
  async columns(connection, relation) {
    const schema =
      relation.schema === null ? '' : ` and lower(schema_name) = lower(${literal(relation.schema)})`;
    // A relation without a database may be temporary, and then lives in the database `temp`.
    const database =
      relation.database === null
        ? "database_name in (current_database(), 'temp')"
        : databaseIs(relation.database);
    const { rows } = await connection.execute(
      [
        'select column_name, data_type',
        'from duckdb_columns()',
        `where ${database}${schema}`,
        `  and lower(table_name) = lower(${literal(relation.identifier ?? '')})`,
        'order by column_index',
      ].join('\n'),
    );
    return rows.map((row): Column => ({ name: text(row[0]), dataType: text(row[1]) }));
  },
  async queryColumns(connection, sql) {
    const { rows } = await connection.execute(`describe\n${sql.trim().replace(/;\s*$/, '')}`);
    return rows.map((row): Column => ({ name: text(row[0]), dataType: text(row[1]) }));
  },
  catalog: readCatalog,
  lastModified: async () => null,
  grants: async () => new Map(),
};

async function readCatalog(
  connection: Connection,
  database: string | null,
  schemas: readonly string[],
): Promise<readonly CatalogRelation[]> {
  if (schemas.length === 0) return [];
  const list = schemas.map((schema) => literal(schema.toLowerCase())).join(', ');
  const where = `where ${databaseIs(database)} and lower(schema_name) in (${list})`;
  const { rows } = await connection.execute(
    [
      'with relations as (',
      `  select database_name, schema_name, table_name, 'BASE TABLE' as type, comment from duckdb_tables() ${where}`,
      '  union all',
      `  select database_name, schema_name, view_name, 'VIEW', comment from duckdb_views() ${where}`,
      ')',
      'select r.database_name, r.schema_name, r.table_name, r.type, r.comment,',
      '  c.column_name, c.column_index, c.data_type, c.comment',
      'from relations r',
      'join duckdb_columns() c using (database_name, schema_name, table_name)',
      'order by 1, 2, 3, 7',
    ].join('\n'),
  );
  const relations = new Map<
    string,
    CatalogRelation & { readonly columns: CatalogRelation['columns'][number][] }
  >();
  for (const row of rows) {
    const key = [row[0], row[1], row[2]].map(text).join('\u0000');
    let relation = relations.get(key);
    if (relation === undefined) {
      relation = {
        database: text(row[0]),
        schema: text(row[1]),
        name: text(row[2]),
        type: text(row[3]),
        comment: nullable(row[4]),
        owner: '',
        columns: [],
        stats: [],
      };
      relations.set(key, relation);
    }
    relation.columns.push({
      name: text(row[5]),
      index: Number(row[6]),
      dataType: text(row[7]),
      comment: nullable(row[8]),
    });
  }
  return [...relations.values()];
}
