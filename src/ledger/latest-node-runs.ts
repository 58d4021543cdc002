import type { LedgerSession } from './ledger-session.ts';
import { tableName, type LedgerTarget } from './ledger-tables.ts';
import type { NodeRun } from './node-runs.ts';
import { readRows, selectRows } from './read-rows.ts';
import type { RunFilter } from './runs.ts';

/** How a node ended the last time, and the arguments of that run as JSON text. */
export type LatestNodeRun = Pick<NodeRun, 'runId' | 'fingerprint' | 'status' | 'startedAt' | 'finishedAt'> & {
  readonly arguments: string;
};

/** What is read of each of thousands of rows. */
const OF_NODE = ['run_id', 'node_id', 'fingerprint', 'status', 'started_at', 'finished_at'] as const;
const OF_RUN = ['run_id', 'arguments'] as const;

/** Reads how each node of a project ended the last time under a target, by unique id. Throws OperationalError. */
export async function latestNodeRuns(
  target: LedgerTarget,
  session: LedgerSession,
  of: NonNullable<RunFilter['target']>,
): Promise<ReadonlyMap<string, LatestNodeRun>> {
  const { literal } = target.dialect;
  const runs = [
    `project = ${literal(of.project)}`,
    `target = ${literal(of.name)}`,
    `target_schema = ${literal(of.schema)}`,
  ].join(' and ');
  const mine = `run_id in (select run_id from ${tableName(target, 'runs')} where ${runs})`;
  const rest = [
    `where ${mine}`,
    `  and (node_id, finished_at) in (`,
    `    select node_id, max(finished_at) from ${tableName(target, 'node_runs')} where ${mine} group by node_id`,
    `  )`,
    'order by finished_at, status',
  ].join('\n');
  const rows = readRows(
    'node_runs',
    await session.run(selectRows(target, 'node_runs', rest, OF_NODE)),
    OF_NODE,
  );
  const ids = [...new Set(rows.map((row) => row.run_id ?? ''))];
  if (ids.length === 0) return new Map();
  const chosen = `where run_id in (${ids.map((id) => literal(id)).join(', ')})`;
  const found = readRows('runs', await session.run(selectRows(target, 'runs', chosen, OF_RUN)), OF_RUN);
  const argumentsOf = new Map(found.map((row) => [row.run_id, row.arguments ?? '{}']));
  return new Map(
    rows.map((row) => [
      row.node_id ?? '',
      {
        runId: row.run_id ?? '',
        fingerprint: row.fingerprint,
        status: row.status ?? '',
        startedAt: row.started_at ?? '',
        finishedAt: row.finished_at ?? '',
        arguments: argumentsOf.get(row.run_id) ?? '{}',
      },
    ]),
  );
}
