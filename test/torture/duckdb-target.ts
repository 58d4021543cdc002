import { copyFileSync, existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import type { Query, TortureDatabase } from './torture-database.ts';

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
  const look = async <T>(read: (query: Query) => Promise<T>): Promise<T> => {
    if (!existsSync(database)) return read(() => Promise.resolve([]));
    // A look at a copy: opening the file itself would write its log into it.
    const copied = `${database}.look`;
    copy(database, copied);
    const instance = await DuckDBInstance.create(copied);
    try {
      const connection = await instance.connect();
      return await read(async (sql) => {
        const result = await connection.runAndReadAll(sql);
        return result.getRows().map((row) => row.map((cell) => (cell === null ? null : String(cell))));
      });
    } finally {
      instance.closeSync();
    }
  };
  const query: Query = (sql) => look((ask) => ask(sql));
  return {
    output: `{type: duckdb, path: ${file}, threads: 4}`,
    catalogue: CATALOGUE,
    hashOf: (columns) => `sum(hash(row(${columns.join(', ')}))::hugeint)::varchar`,
    save: async (name) => copy(database, `${database}.${name}`),
    restore: async (name) => copy(name === null ? `${database}.none` : `${database}.${name}`, database),
    look,
    query,
    settle: async () => undefined,
    async locks() {
      const rows = await query('select name from tx.locks where run_id is not null');
      return rows.map(([name]) => name ?? '');
    },
    close: async () => undefined,
  };
}
