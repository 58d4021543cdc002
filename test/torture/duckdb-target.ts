import { copyFileSync, existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import type { TextRows, TortureDatabase } from './torture-database.ts';

const CATALOGUE = `
select c.table_schema, c.table_name, case t.table_type when 'VIEW' then 'view' else 'table' end, c.column_name
from information_schema.columns c
join information_schema.tables t on t.table_schema = c.table_schema and t.table_name = c.table_name
order by 1, 2, 4`;

/** DuckDB in a file of a folder: states are copies of the file and its log. */
export function duckdbTarget(folder: string, file: string): TortureDatabase {
  const database = path.join(folder, file);
  const copy = (from: string, to: string): void => {
    for (const ending of ['', '.wal']) {
      rmSync(to + ending, { force: true });
      if (existsSync(from + ending)) copyFileSync(from + ending, to + ending);
    }
  };
  const query = async (sql: string): Promise<TextRows> => {
    if (!existsSync(database)) return [];
    // A look at a copy: opening the file itself would write its log into it.
    const look = `${database}.look`;
    copy(database, look);
    const instance = await DuckDBInstance.create(look);
    try {
      const connection = await instance.connect();
      const result = await connection.runAndReadAll(sql);
      connection.closeSync();
      return result.getRows().map((row) => row.map((cell) => (cell === null ? null : String(cell))));
    } finally {
      instance.closeSync();
    }
  };
  return {
    output: `{type: duckdb, path: ${file}, threads: 4}`,
    catalogue: CATALOGUE,
    hashOf: (columns) => `sum(hash(row(${columns.join(', ')}))::hugeint)::varchar`,
    save: async (name) => copy(database, `${database}.${name}`),
    restore: async (name) => copy(name === null ? `${database}.none` : `${database}.${name}`, database),
    query,
    settle: async () => undefined,
    async locks() {
      const rows = await query('select name from tx.locks where run_id is not null');
      return rows.map(([name]) => name ?? '');
    },
    close: async () => undefined,
  };
}
