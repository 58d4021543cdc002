import type { Query, TortureDatabase } from './torture-database.ts';

/** What a warehouse holds, as far as it must not depend on when and how often it was written. */
export interface WarehouseState {
  /** `schema.name` → kind, rows and an order-free hash; without the ledger. Stages that were left would stand here. */
  readonly relations: Readonly<Record<string, string>>;
  /** Intervals that count as covered: relation, interval, fingerprint; each once, what came before a reset left out. */
  readonly intervals: readonly string[];
  /** Tables alone: a view shows what its parents are. */
  readonly tables: ReadonlySet<string>;
}

/** Columns of snapshots that hold the time of the run: only whether they are NULL must agree. */
const TIMES = /^dbt_(valid_from|valid_to|updated_at|scd_id)$/;

const NOT_OURS = /^(tx|pg_\w+|information_schema)$/;

/** Reads the state of a database; an empty one has nothing. */
export function readState(database: TortureDatabase): Promise<WarehouseState> {
  return database.look((query) => stateOf(database, query));
}

async function stateOf(database: TortureDatabase, query: Query): Promise<WarehouseState> {
  const kinds = new Map<string, string>();
  const columns = new Map<string, string[]>();
  for (const [schema, name, kind, column] of await query(database.catalogue)) {
    if (NOT_OURS.test(schema ?? '')) continue;
    const relation = `${schema}.${name}`;
    const expression = TIMES.test(column ?? '') ? `"${column}" is null` : `"${column}"`;
    kinds.set(relation, kind ?? '');
    columns.set(relation, [...(columns.get(relation) ?? []), expression]);
  }
  const counts = [...columns].map(
    ([relation, names]) =>
      `select '${relation}', count(*), ${database.hashOf(names)} from ${quoted(relation)}`,
  );
  const rows = counts.length === 0 ? [] : await query(counts.join('\nunion all\n'));
  const known = await hasLedger(query);
  return {
    relations: Object.fromEntries(
      rows.map(([relation, count, hash]) => [
        relation ?? '',
        `${kinds.get(relation ?? '')}, ${columns.get(relation ?? '')?.length} columns, ${count} rows, ${hash}`,
      ]),
    ),
    intervals: known ? (await query(COVERED)).map((row) => row.join(' ')).sort() : [],
    tables: new Set([...kinds].flatMap(([relation, kind]) => (kind === 'table' ? [relation] : []))),
  };
}

/** Whether a run has come as far as to make the ledger. */
export async function hasLedger(query: Query): Promise<boolean> {
  const found = await query(
    "select 1 from information_schema.tables where table_schema = 'tx' and table_name = 'failing_rows'",
  );
  return found.length > 0;
}

function quoted(relation: string): string {
  return relation
    .split('.')
    .map((part) => `"${part}"`)
    .join('.');
}

const COVERED = `
select distinct i.relation, i.interval_start, i.interval_end, i.fingerprint
from tx.intervals i
where i.action = 'covered' and i.recorded_at >= coalesce(
  (select max(r.recorded_at) from tx.intervals r where r.relation = i.relation and r.action = 'reset'), i.recorded_at)
order by 1, 2`;
