import type { Dialect, Literal } from '../adapter-api/dialect.ts';
import type { Relation } from '../adapter-api/relation.ts';

/** Where a ledger stands and whose SQL it speaks. */
export interface LedgerTarget {
  readonly dialect: Dialect;
  readonly database: string | null;
  readonly schema: string;
}

/** What a column of the ledger holds; instants are UTC. */
type ColumnKind = 'text' | 'number' | 'instant';

/**
 * The ledger's tables with their columns. Rows are only ever added, but for the end of a run and for locks: concurrent
 * transactions of one run then never touch the same row.
 */
export const ledgerTables = {
  ledger_version: { version: 'number', tx_version: 'text', applied_at: 'instant' },
  runs: {
    run_id: 'text',
    invocation_id: 'text',
    project: 'text',
    target: 'text',
    target_schema: 'text',
    command: 'text',
    arguments: 'text',
    nodes: 'text',
    status: 'text',
    started_at: 'instant',
    finished_at: 'instant',
    tx_version: 'text',
    git_revision: 'text',
    user_name: 'text',
    host: 'text',
    process_id: 'number',
  },
  node_runs: {
    run_id: 'text',
    node_id: 'text',
    relation: 'text',
    fingerprint: 'text',
    status: 'text',
    rows_affected: 'number',
    failures: 'number',
    message: 'text',
    interval_start: 'instant',
    interval_end: 'instant',
    started_at: 'instant',
    finished_at: 'instant',
  },
  intervals: {
    node_id: 'text',
    relation: 'text',
    action: 'text',
    interval_start: 'instant',
    interval_end: 'instant',
    fingerprint: 'text',
    run_id: 'text',
    recorded_at: 'instant',
  },
  locks: { name: 'text', run_id: 'text', token: 'number', holder: 'text', expires_at: 'instant' },
  audit_events: {
    recorded_at: 'instant',
    kind: 'text',
    run_id: 'text',
    user_name: 'text',
    command: 'text',
    reason: 'text',
    window_start: 'instant',
    window_end: 'instant',
    nodes: 'text',
    git_revision: 'text',
  },
  failing_rows: {
    run_id: 'text',
    node_id: 'text',
    test_id: 'text',
    row_number: 'number',
    content: 'text',
    recorded_at: 'instant',
  },
} as const satisfies Record<string, Readonly<Record<string, ColumnKind>>>;

/** A table of the ledger. */
export type LedgerTable = keyof typeof ledgerTables;

type CellOf<K extends ColumnKind> = K extends 'number' ? number | bigint | null : string | null;

/** A row of one of the ledger's tables; instants are ISO 8601 in UTC. */
export type LedgerRow<T extends LedgerTable> = {
  readonly [C in keyof (typeof ledgerTables)[T]]: (typeof ledgerTables)[T][C] extends ColumnKind
    ? CellOf<(typeof ledgerTables)[T][C]>
    : never;
};

/** A table of the ledger as a relation. */
function ledgerRelation(target: LedgerTarget, table: string): Relation {
  return {
    database: target.database,
    schema: target.schema,
    identifier: table,
    type: 'table',
    quoting: { database: true, schema: true, identifier: true },
  };
}

/** The rendered name of a table of the ledger. */
export function tableName(target: LedgerTarget, table: LedgerTable): string {
  return target.dialect.renderRelation(ledgerRelation(target, table));
}

/** The statement that creates a table of the ledger. */
export function createTable(target: LedgerTarget, table: LedgerTable): string {
  const { dialect } = target;
  const columns = Object.entries(ledgerTables[table]).map(([name, kind]) => ({
    name,
    dataType: typeOf(dialect, kind as ColumnKind),
  }));
  return dialect.createTable(ledgerRelation(target, table), columns);
}

/** The statement that adds rows to a table of the ledger. */
export function insertRows<T extends LedgerTable>(
  target: LedgerTarget,
  table: T,
  rows: readonly LedgerRow<T>[],
): string {
  const columns = Object.entries(ledgerTables[table]) as readonly [string, ColumnKind][];
  const values = rows.map((row) => {
    const cells = row as Readonly<Record<string, Literal>>;
    return `(${columns.map(([name, kind]) => value(target.dialect, kind, cells[name] ?? null)).join(', ')})`;
  });
  const names = columns.map(([name]) => name).join(', ');
  return `insert into ${tableName(target, table)} (${names})\nvalues\n  ${values.join(',\n  ')}`;
}

/** A value as the ledger writes it: instants without a zone, in UTC. */
function value(dialect: Dialect, kind: ColumnKind, cell: Literal): string {
  if (kind !== 'instant' || cell === null) return dialect.literal(cell);
  return instant(dialect, String(cell));
}

/** An instant, ISO 8601, as an expression of the type that the ledger's columns have. */
export function instant(dialect: Dialect, iso: string): string {
  const text = new Date(iso).toISOString().slice(0, 23).replace('T', ' ');
  return dialect.cast(dialect.literal(text), typeOf(dialect, 'instant'));
}

function typeOf(dialect: Dialect, kind: ColumnKind): string {
  if (kind === 'text') return dialect.seedType('text');
  if (kind === 'instant') return dialect.seedType('datetime');
  return (dialect.functions['type_bigint'] as (() => string) | undefined)?.() ?? 'bigint';
}
