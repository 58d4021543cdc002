import type { Cell, QueryResult } from '../adapter-api/connection.ts';
import {
  ledgerTables,
  tableName,
  type LedgerRow,
  type LedgerTable,
  type LedgerTarget,
} from './ledger-tables.ts';

/** The select of whole rows of a table; `rest` is the text behind the from clause. */
export function selectRows(target: LedgerTarget, table: LedgerTable, rest = ''): string {
  const columns = Object.keys(ledgerTables[table]).join(', ');
  return `select ${columns}\nfrom ${tableName(target, table)}${rest === '' ? '' : `\n${rest}`}`;
}

/** The rows that `selectRows` gave. */
export function readRows<T extends LedgerTable>(table: T, result: QueryResult): readonly LedgerRow<T>[] {
  const kinds = Object.entries(ledgerTables[table]) as readonly [string, string][];
  return result.rows.map((row) => {
    const cells = kinds.map(([name, kind], index) => [name, readCell(row[index] ?? null, kind)] as const);
    return Object.fromEntries(cells) as LedgerRow<T>;
  });
}

function readCell(cell: Cell, kind: string): string | number | null {
  if (cell === null) return null;
  const text = typeof cell === 'object' && 'text' in cell ? cell.text : String(cell);
  if (kind === 'number') return Number(text);
  return kind === 'instant' ? readInstant(text) : text;
}

/** `2026-01-31 10:20:30[.ffffff]` as ISO 8601 in UTC. */
function readInstant(text: string): string {
  const [day, time = '00:00:00'] = text
    .replace('T', ' ')
    .replace(/(?:Z|\+00(?::?00)?)$/, '')
    .split(' ');
  return new Date(`${day}T${time}Z`).toISOString();
}
