import type { Cell, QueryResult } from '../adapter-api/connection.ts';
import {
  ledgerTables,
  tableName,
  type LedgerRow,
  type LedgerTable,
  type LedgerTarget,
} from './ledger-tables.ts';

/** Characters of a date: `2026-01-31`. */
const DAY = 10;

/** The select of rows of a table, whole ones where no columns are named; `rest` is the text behind the from clause. */
export function selectRows<T extends LedgerTable>(
  target: LedgerTarget,
  table: T,
  rest = '',
  columns: readonly (keyof LedgerRow<T>)[] = columnsOf(table),
): string {
  return `select ${columns.join(', ')}\nfrom ${tableName(target, table)}${rest === '' ? '' : `\n${rest}`}`;
}

/** The rows that `selectRows` gave of the same columns. */
export function readRows<T extends LedgerTable, C extends keyof LedgerRow<T> = keyof LedgerRow<T>>(
  table: T,
  result: QueryResult,
  columns: readonly C[] = columnsOf(table) as readonly C[],
): readonly Pick<LedgerRow<T>, C>[] {
  const kinds = columns.map((name) => [name, ledgerTables[table][name] as string] as const);
  return result.rows.map((row) => {
    const cells: Partial<Record<C, string | number | null>> = {};
    for (const [index, [name, kind]] of kinds.entries()) cells[name] = readCell(row[index] ?? null, kind);
    return cells as Pick<LedgerRow<T>, C>;
  });
}

function columnsOf<T extends LedgerTable>(table: T): readonly (keyof LedgerRow<T>)[] {
  return Object.keys(ledgerTables[table]) as (keyof LedgerRow<T>)[];
}

function readCell(cell: Cell, kind: string): string | number | null {
  if (cell === null) return null;
  const text = typeof cell === 'object' && 'text' in cell ? cell.text : String(cell);
  if (kind === 'number') return Number(text);
  return kind === 'instant' ? readInstant(text) : text;
}

/** `2026-01-31[ 10:20:30[.ffffff]]`, with or without UTC's offset, as ISO 8601 in UTC. */
function readInstant(text: string): string {
  const time =
    text.length > DAY ? text.slice(DAY + 1).replace(/(?:Z| ?UTC| ?\+00(?::?00)?)$/, '') : '00:00:00';
  return new Date(`${text.slice(0, DAY)}T${time}Z`).toISOString();
}
