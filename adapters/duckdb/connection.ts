import {
  StatementType,
  type DuckDBConnection,
  type DuckDBMaterializedResult,
  type DuckDBResult,
  type DuckDBValue,
} from '@duckdb/node-api';
import type {
  Cell,
  Connection,
  LoadRequest,
  QueryResult,
  ResultColumn,
} from '../../src/adapter-api/connection.ts';
import { literal, quoteIdentifier } from '../../src/adapter-api/ansi/naming.ts';
import { toCell } from './cells.ts';
import { toOperationalError } from './faults.ts';
import { publishFile } from './publish-file.ts';

/** Statements whose answer is a count of rows, not rows. */
const CHANGES: ReadonlySet<StatementType> = new Set([
  StatementType.INSERT,
  StatementType.UPDATE,
  StatementType.DELETE,
  StatementType.COPY,
  StatementType.MERGE_INTO,
  StatementType.CREATE,
]);

/** A session of DuckDB over one of its connections. Queries run on libuv's pool, whose size the adapter's `open` sets. */
export function duckdbConnection(driver: DuckDBConnection): Connection {
  let inTransaction = false;
  let usable = true;

  const run = async (sql: string): Promise<DuckDBMaterializedResult> => {
    try {
      return await driver.run(sql);
    } catch (thrown) {
      throw toOperationalError(thrown, sql);
    }
  };

  return {
    get inTransaction() {
      return inTransaction;
    },
    get usable() {
      return usable;
    },
    async execute(sql) {
      const result = await run(sql);
      try {
        return readResult(result);
      } catch (thrown) {
        throw toOperationalError(thrown, sql);
      }
    },
    stream: (sql, onRows) => streamRows(driver, sql, onRows),
    async load(request) {
      const result = readResult(await run(copyStatement(request)));
      return result.rowsAffected ?? 0;
    },
    async publishFile(from, to) {
      try {
        publishFile(from, to);
      } catch (thrown) {
        throw toOperationalError(thrown);
      }
    },
    async begin() {
      await run('begin transaction');
      inTransaction = true;
    },
    async commit() {
      inTransaction = false;
      await run('commit');
    },
    async rollback() {
      if (!inTransaction) return;
      inTransaction = false;
      await run('rollback');
    },
    async cancel() {
      driver.interrupt();
    },
    async close() {
      usable = false;
      driver.closeSync();
    },
  };
}

async function streamRows(
  driver: DuckDBConnection,
  sql: string,
  onRows: (rows: readonly (readonly Cell[])[]) => void,
): Promise<readonly ResultColumn[]> {
  try {
    const result = await driver.stream(sql);
    let chunk = await result.fetchChunk();
    while (chunk && chunk.rowCount > 0) {
      onRows(chunk.getRows().map((row) => row.map(toCell)));
      chunk = await result.fetchChunk();
    }
    return columnsOf(result);
  } catch (thrown) {
    throw toOperationalError(thrown, sql);
  }
}

/** DuckDB reads the seed itself: types come from the table, an empty field is NULL. */
function copyStatement(request: LoadRequest): string {
  const columns = request.columns.map((column) => quoteIdentifier(column.name)).join(', ');
  return [
    `copy ${request.target} (${columns})`,
    `from ${literal(request.file)}`,
    `(format csv, header true, delimiter ${literal(request.delimiter)})`,
  ].join('\n');
}

function columnsOf(result: DuckDBResult): readonly ResultColumn[] {
  const types = result.columnTypes();
  return result.columnNames().map((name, index) => ({ name, dataType: String(types[index]) }));
}

function readResult(result: DuckDBMaterializedResult): QueryResult {
  const answer = { message: 'OK', code: '' };
  if (CHANGES.has(result.statementType)) {
    return { ...answer, columns: [], rows: [], rowsAffected: changedRows(result) };
  }
  if (result.columnCount === 0) return { ...answer, columns: [], rows: [], rowsAffected: null };
  return {
    ...answer,
    columns: columnsOf(result),
    rows: rowsOf(result).map((row): Cell[] => row.map(toCell)),
    rowsAffected: null,
  };
}

/** The rows are there already: to fetch them would be another trip through libuv's pool for each chunk. */
function rowsOf(result: DuckDBMaterializedResult): readonly (readonly DuckDBValue[])[] {
  const rows: (readonly DuckDBValue[])[] = [];
  for (let index = 0; index < result.chunkCount; index += 1) rows.push(...result.getChunk(index).getRows());
  return rows;
}

/** The count of a statement that changes rows; `create table as` answers with a row named Count. */
function changedRows(result: DuckDBMaterializedResult): number | null {
  if (result.statementType !== StatementType.CREATE) return result.rowsChanged;
  if (result.columnCount !== 1 || result.columnName(0) !== 'Count') return null;
  const [row] = rowsOf(result);
  return row === undefined ? null : Number(row[0]);
}
