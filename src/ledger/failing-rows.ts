import type { Cell, ResultColumn } from '../adapter-api/connection.ts';
import type { LedgerSession } from './ledger-session.ts';
import { insertRows, tableName, type LedgerTarget } from './ledger-tables.ts';

/** Rows that made a test fail before its node was published. */
export interface KeptRows {
  readonly nodeId: string;
  readonly testId: string;
  readonly columns: readonly ResultColumn[];
  readonly rows: readonly (readonly Cell[])[];
}

/** What is kept of a test's failing rows in a run. */
export interface FailingRows {
  readonly testId: string;
  readonly count: number;
  /** One of the rows, as JSON. */
  readonly example: string;
}

/** The statement that keeps failing rows, each as one JSON object by column name; `before` of them are kept already. */
export function insertFailingRows(target: LedgerTarget, runId: string, kept: KeptRows, before = 0): string {
  const recordedAt = new Date().toISOString();
  const rows = kept.rows.map((row, index) => ({
    run_id: runId,
    node_id: kept.nodeId,
    test_id: kept.testId,
    row_number: before + index + 1,
    content: rowText(kept.columns, row),
    recorded_at: recordedAt,
  }));
  return insertRows(target, 'failing_rows', rows);
}

/** The query that shows the failing rows of a test, for people to run. */
export function failingRowsQuery(target: LedgerTarget, runId: string, testId: string): string {
  const { literal } = target.dialect;
  return `select content from ${tableName(target, 'failing_rows')} where run_id = ${literal(runId)} and test_id = ${literal(testId)}`;
}

/** Reads what is kept of a run's failing rows, a row a test. Throws OperationalError. */
export async function listFailingRows(
  target: LedgerTarget,
  session: LedgerSession,
  runId: string,
): Promise<readonly FailingRows[]> {
  const result = await session.run(
    [
      'select test_id, count(*) as failing_rows, min(content) as example',
      `from ${tableName(target, 'failing_rows')}`,
      `where run_id = ${target.dialect.literal(runId)}`,
      'group by test_id\norder by test_id',
    ].join('\n'),
  );
  return result.rows.map((row) => ({
    testId: String(row[0]),
    count: Number(row[1]),
    example: String(row[2]),
  }));
}

/** A row as a JSON object; what JSON has no type for is text. */
function rowText(columns: readonly ResultColumn[], row: readonly Cell[]): string {
  return JSON.stringify(
    Object.fromEntries(columns.map(({ name }, index) => [name, jsonCell(row[index] ?? null)])),
  );
}

function jsonCell(cell: Cell): string | number | boolean | null {
  if (typeof cell === 'bigint') {
    const number = Number(cell);
    return Number.isSafeInteger(number) ? number : cell.toString();
  }
  if (cell instanceof Uint8Array) return Buffer.from(cell).toString('hex');
  return cell !== null && typeof cell === 'object' ? cell.text : cell;
}
