import { instant, insertRows, tableName, type LedgerRow, type LedgerTarget } from './ledger-tables.ts';
import type { LedgerSession } from './ledger-session.ts';
import { readRows, selectRows } from './read-rows.ts';

/** How a run stands: `dead` is one whose process is gone without having said so. */
export type RunStatus = 'running' | 'success' | 'failed' | 'interrupted' | 'dead';

/** A run as the ledger keeps it. Instants are ISO 8601 in UTC. */
export interface Run {
  /** Twelve hexadecimal digits, part of the names of the run's stages. */
  readonly runId: string;
  readonly invocationId: string;
  readonly project: string;
  readonly target: string;
  readonly targetSchema: string;
  /** dbt's `which`, e.g. `build`. */
  readonly command: string;
  /** Flags of the invocation that change what is built, as run_results.json has them. */
  readonly arguments: Readonly<Record<string, unknown>>;
  /** unique ids of every node that the run was to work on. */
  readonly nodes: readonly string[];
  readonly status: RunStatus;
  readonly startedAt: string;
  readonly finishedAt: string | null;
  readonly txVersion: string;
  readonly gitRevision: string | null;
  readonly user: string | null;
  readonly host: string | null;
  readonly processId: number | null;
}

/** The statement that records the begin of a run. */
export function insertRun(target: LedgerTarget, run: Run): string {
  return insertRows(target, 'runs', [
    {
      run_id: run.runId,
      invocation_id: run.invocationId,
      project: run.project,
      target: run.target,
      target_schema: run.targetSchema,
      command: run.command,
      arguments: JSON.stringify(run.arguments),
      nodes: JSON.stringify(run.nodes),
      status: run.status,
      started_at: run.startedAt,
      finished_at: run.finishedAt,
      tx_version: run.txVersion,
      git_revision: run.gitRevision,
      user_name: run.user,
      host: run.host,
      process_id: run.processId,
    },
  ]);
}

/**
 * The statement that records the end of runs. A dead run has no instant of its end, and one that ended by itself since it
 * was looked at is not dead.
 */
export function finishRuns(
  target: LedgerTarget,
  runIds: readonly string[],
  status: RunStatus,
  finishedAt: string | null,
): string {
  const ended = finishedAt === null ? '' : `, finished_at = ${instant(target.dialect, finishedAt)}`;
  const ids = runIds.map((id) => target.dialect.literal(id)).join(', ');
  return [
    `update ${tableName(target, 'runs')}`,
    `set status = ${target.dialect.literal(status)}${ended}`,
    `where run_id in (${ids})`,
    ...(status === 'dead' ? [`and status = ${target.dialect.literal('running')}`] : []),
  ].join('\n');
}

/** Which runs to read: the latest first. */
export interface RunFilter {
  readonly status?: RunStatus;
  /** Runs whose id begins so. */
  readonly idPrefix?: string;
  readonly target?: { readonly project: string; readonly name: string; readonly schema: string };
  readonly limit?: number;
}

/** Reads runs, the latest first. Throws OperationalError. */
export async function listRuns(
  target: LedgerTarget,
  session: LedgerSession,
  filter: RunFilter = {},
): Promise<readonly Run[]> {
  const { literal } = target.dialect;
  const conditions = [
    ...(filter.status === undefined ? [] : [`status = ${literal(filter.status)}`]),
    ...(filter.idPrefix === undefined ? [] : [`run_id like ${literal(`${filter.idPrefix}%`)}`]),
    ...(filter.target === undefined
      ? []
      : [
          `project = ${literal(filter.target.project)}`,
          `target = ${literal(filter.target.name)}`,
          `target_schema = ${literal(filter.target.schema)}`,
        ]),
  ];
  const where = conditions.length === 0 ? '' : `where ${conditions.join('\n  and ')}\n`;
  const limit = filter.limit === undefined ? '' : `\nlimit ${filter.limit}`;
  const sql = selectRows(target, 'runs', `${where}order by started_at desc, run_id${limit}`);
  return readRows('runs', await session.run(sql)).map(toRun);
}

function toRun(row: LedgerRow<'runs'>): Run {
  return {
    runId: row.run_id ?? '',
    invocationId: row.invocation_id ?? '',
    project: row.project ?? '',
    target: row.target ?? '',
    targetSchema: row.target_schema ?? '',
    command: row.command ?? '',
    arguments: JSON.parse(row.arguments ?? '{}') as Run['arguments'],
    nodes: JSON.parse(row.nodes ?? '[]') as readonly string[],
    status: (row.status ?? 'running') as RunStatus,
    startedAt: row.started_at ?? '',
    finishedAt: row.finished_at,
    txVersion: row.tx_version ?? '',
    gitRevision: row.git_revision,
    user: row.user_name,
    host: row.host,
    processId: row.process_id === null ? null : Number(row.process_id),
  };
}
