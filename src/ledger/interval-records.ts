import type { LedgerSession } from './ledger-session.ts';
import { insertRows, type LedgerTarget } from './ledger-tables.ts';
import type { Interval } from './node-runs.ts';
import { readRows, selectRows } from './read-rows.ts';

/**
 * What a run did to the intervals of a relation: `covered` built one; `reset` made the relation anew, so that whatever
 * was covered before is gone.
 */
export interface IntervalRecord {
  readonly nodeId: string;
  /** Rendered name of the relation: one node has another in each target. */
  readonly relation: string;
  readonly action: 'covered' | 'reset';
  /** Null for a reset. */
  readonly interval: Interval | null;
  readonly fingerprint: string;
  readonly runId: string;
  /** ISO 8601 in UTC. */
  readonly recordedAt: string;
}

/** The statement that records intervals; it belongs into the transaction that changes the relation. */
export function insertIntervals(target: LedgerTarget, records: readonly IntervalRecord[]): string {
  const rows = records.map((record) => ({
    node_id: record.nodeId,
    relation: record.relation,
    action: record.action,
    interval_start: record.interval?.start ?? null,
    interval_end: record.interval?.end ?? null,
    fingerprint: record.fingerprint,
    run_id: record.runId,
    recorded_at: record.recordedAt,
  }));
  return insertRows(target, 'intervals', rows);
}

/**
 * Reads what was recorded of the intervals of relations (by rendered name; all of them without a list), the oldest
 * first, a reset before what its run covered. Throws OperationalError.
 */
export async function listIntervals(
  target: LedgerTarget,
  session: LedgerSession,
  relations?: readonly string[],
): Promise<readonly IntervalRecord[]> {
  if (relations?.length === 0) return [];
  const list = relations?.map((name) => target.dialect.literal(name)).join(', ');
  const where = list === undefined ? '' : `where relation in (${list})\n`;
  const rest = `${where}order by recorded_at, case when action = 'reset' then 0 else 1 end, interval_start`;
  const rows = readRows('intervals', await session.run(selectRows(target, 'intervals', rest)));
  return rows.map((row) => ({
    nodeId: row.node_id ?? '',
    relation: row.relation ?? '',
    action: row.action === 'reset' ? 'reset' : 'covered',
    interval:
      row.interval_start === null || row.interval_end === null
        ? null
        : { start: row.interval_start, end: row.interval_end },
    fingerprint: row.fingerprint ?? '',
    runId: row.run_id ?? '',
    recordedAt: row.recorded_at ?? '',
  }));
}
