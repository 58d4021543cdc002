import type { LedgerSession } from './ledger-session.ts';
import { insertRows, type LedgerTarget } from './ledger-tables.ts';
import { readRows, selectRows } from './read-rows.ts';

/** A stretch of time that a node's state is for: ISO 8601 in UTC, end exclusive. */
export interface Interval {
  readonly start: string;
  readonly end: string;
}

/** dbt's status of a microbatch model some of whose batches were built: the others failed, or are still to come. */
export const PARTIAL_SUCCESS = 'partial success';

/** How a node of a run ended, as the ledger keeps it. Instants are ISO 8601 in UTC. */
export interface NodeRun {
  readonly runId: string;
  readonly nodeId: string;
  /** Rendered name of the relation built; null for a test. */
  readonly relation: string | null;
  readonly fingerprint: string | null;
  /** dbt's status. */
  readonly status: string;
  /** Rows changed or made; null when unknown. */
  readonly rows: number | null;
  /** Failing rows of a test. */
  readonly failures: number | null;
  readonly message: string | null;
  readonly interval: Interval | null;
  readonly startedAt: string;
  readonly finishedAt: string;
}

/** The statement that records how nodes ended. */
export function insertNodeRuns(target: LedgerTarget, nodeRuns: readonly NodeRun[]): string {
  const rows = nodeRuns.map((nodeRun) => ({
    run_id: nodeRun.runId,
    node_id: nodeRun.nodeId,
    relation: nodeRun.relation,
    fingerprint: nodeRun.fingerprint,
    status: nodeRun.status,
    rows_affected: nodeRun.rows,
    failures: nodeRun.failures,
    message: nodeRun.message,
    interval_start: nodeRun.interval?.start ?? null,
    interval_end: nodeRun.interval?.end ?? null,
    started_at: nodeRun.startedAt,
    finished_at: nodeRun.finishedAt,
  }));
  return insertRows(target, 'node_runs', rows);
}

/** Reads the nodes of a run in the order in which they ended. Throws OperationalError. */
export function listNodeRuns(
  target: LedgerTarget,
  session: LedgerSession,
  runId: string,
): Promise<readonly NodeRun[]> {
  return readNodeRuns(target, session, `run_id = ${target.dialect.literal(runId)}`);
}

/**
 * Whether the last run that changed a relation left it unfinished: some of its microbatches failed, or the process died
 * between two. Throws OperationalError.
 */
export async function isUnfinished(
  target: LedgerTarget,
  session: LedgerSession,
  relation: string,
): Promise<boolean> {
  const { literal } = target.dialect;
  const rest = [
    `where relation = ${literal(relation)} and status in (${literal('success')}, ${literal(PARTIAL_SUCCESS)})`,
    'order by finished_at desc, status desc',
    'limit 1',
  ];
  const [last] = readRows('node_runs', await session.run(selectRows(target, 'node_runs', rest.join('\n'))));
  return last?.status === PARTIAL_SUCCESS;
}

/** Reads every success of nodes, in the order in which they ended. Throws OperationalError. */
export async function listSuccesses(
  target: LedgerTarget,
  session: LedgerSession,
  nodeIds: readonly string[],
): Promise<readonly NodeRun[]> {
  if (nodeIds.length === 0) return [];
  const { literal } = target.dialect;
  const ids = nodeIds.map((id) => literal(id)).join(', ');
  const success = `status = ${literal('success')}`;
  // A microbatch that was not the last is a success of its interval.
  const batch = `status = ${literal(PARTIAL_SUCCESS)} and interval_start is not null`;
  return readNodeRuns(target, session, `(${success} or ${batch}) and node_id in (${ids})`);
}

async function readNodeRuns(
  target: LedgerTarget,
  session: LedgerSession,
  condition: string,
): Promise<readonly NodeRun[]> {
  const rest = `where ${condition}\norder by finished_at, node_id`;
  const rows = readRows('node_runs', await session.run(selectRows(target, 'node_runs', rest)));
  return rows.map((row) => ({
    runId: row.run_id ?? '',
    nodeId: row.node_id ?? '',
    relation: row.relation,
    fingerprint: row.fingerprint,
    status: row.status ?? '',
    rows: row.rows_affected === null ? null : Number(row.rows_affected),
    failures: row.failures === null ? null : Number(row.failures),
    message: row.message,
    interval:
      row.interval_start === null || row.interval_end === null
        ? null
        : { start: row.interval_start, end: row.interval_end },
    startedAt: row.started_at ?? '',
    finishedAt: row.finished_at ?? '',
  }));
}
