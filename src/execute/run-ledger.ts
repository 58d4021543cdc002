import { insertAuditEvent, type AuditEvent } from '../ledger/audit-events.ts';
import { openLedger } from '../ledger/open-ledger.ts';
import { insertIntervals, type IntervalRecord } from '../ledger/interval-records.ts';
import type { LedgerSession } from '../ledger/ledger-session.ts';
import type { LedgerTarget } from '../ledger/ledger-tables.ts';
import { millisecondsBehind } from '../ledger/ledger-clock.ts';
import { insertNodeRuns, PARTIAL_SUCCESS, type NodeRun } from '../ledger/node-runs.ts';
import { finishRuns, insertRun, type Run, type RunStatus } from '../ledger/runs.ts';
import type { RecordStep } from '../materializations/plan-types.ts';
import type { Adapter } from '../adapter-api/adapter.ts';
import type { NodeResult } from './node-result.ts';

/** Rows that one insert takes; longer statements bring nothing. */
const ROWS_PER_INSERT = 500;

/** What the ledger keeps of a node whose plan is at its record step. */
export interface RecordedFigures {
  readonly rows: number | null;
  readonly message: string | null;
  readonly startedAt: string;
}

/** Why a run rewrites what was there; `nodes` are those concerned where they are not all of the run. */
export type Rewrite = Pick<AuditEvent, 'kind' | 'command' | 'reason' | 'window'> &
  Partial<Pick<AuditEvent, 'nodes'>>;

/** The ledger of one run. Rows of what changes a relation are written with the change; the others when the run ends. */
export interface RunLedger {
  readonly target: LedgerTarget;
  /** The statements of a plan's record step, to be sent as one request. */
  record(step: RecordStep, figures: RecordedFigures): readonly string[];
  /** Keeps the result of a node for the end of the run, unless its success was written with its change. */
  note(result: NodeResult, fingerprint?: string | null): void;
  /**
   * Creates or upgrades the tables and writes the run's row; gives the seconds by which this machine's clock is behind
   * what the ledger knows. Throws ProjectFailure and OperationalError.
   */
  begin(session: LedgerSession): Promise<number>;
  /** Writes what was noted, and the run's end. Throws OperationalError. */
  finish(session: LedgerSession, status: RunStatus): Promise<void>;
}

/** The ledger of a run that is about to start. */
export function createRunLedger(
  target: LedgerTarget,
  run: Run,
  adapter: Adapter,
  rewrite?: Rewrite,
): RunLedger {
  const noted: NodeRun[] = [];
  const written = new Set<string>();
  let behind = 0;
  const shifted = (instant: string): string => new Date(Date.parse(instant) + behind).toISOString();
  const now = (): string => shifted(new Date().toISOString());
  return {
    target,
    record(step, figures) {
      const recordedAt = now();
      written.add(step.nodeId);
      return [
        // The node's own row comes last: a retry believes it, and must then find the interval too.
        ...intervalStatement(target, step, run.runId, recordedAt),
        insertNodeRuns(target, [successOf(step, figures, run.runId, recordedAt)]),
      ];
    },
    note(result, fingerprint = null) {
      if (result.status === 'success' && written.has(result.nodeId)) return;
      const nodeRun = nodeRunOf(result, run.runId, fingerprint);
      noted.push({ ...nodeRun, finishedAt: shifted(nodeRun.finishedAt) });
    },
    async begin(session) {
      const { introspector, capabilities } = adapter;
      const { transactionalDdl } = capabilities;
      await openLedger(target, session, { introspector, transactionalDdl, txVersion: run.txVersion });
      behind = await millisecondsBehind(target, session);
      const begun = behind > 0 ? { ...run, startedAt: now() } : run;
      await session.run([insertRun(target, begun), ...auditEvents(target, begun, rewrite)].join(';\n'));
      return behind / 1000;
    },
    async finish(session, status) {
      for (let at = 0; at < noted.length; at += ROWS_PER_INSERT) {
        await session.run(insertNodeRuns(target, noted.slice(at, at + ROWS_PER_INSERT)));
      }
      noted.length = 0;
      await session.run(finishRuns(target, [run.runId], status, now()));
    },
  };
}

/** A full refresh gives up what was there, a backfill writes it anew: who asked for it is kept. */
function auditEvents(target: LedgerTarget, run: Run, rewrite?: Rewrite): readonly string[] {
  const why = rewrite ?? (run.arguments['full_refresh'] === true ? fullRefresh(run) : null);
  if (why === null) return [];
  const { runId, user, gitRevision, startedAt: recordedAt } = run;
  return [insertAuditEvent(target, { nodes: run.nodes, ...why, recordedAt, runId, user, gitRevision })];
}

function fullRefresh(run: Run): Rewrite {
  return {
    kind: 'full-refresh',
    command: `tx ${run.command} --full-refresh`,
    reason: null,
    window: null,
  };
}

function successOf(step: RecordStep, figures: RecordedFigures, runId: string, at: string): NodeRun {
  return {
    runId,
    nodeId: step.nodeId,
    relation: step.relation,
    fingerprint: step.runFingerprint,
    status: step.partial ? PARTIAL_SUCCESS : 'success',
    rows: figures.rows,
    failures: null,
    message: figures.message,
    interval: step.interval,
    startedAt: figures.startedAt,
    finishedAt: at,
  };
}

/** A relation that was made anew holds nothing of earlier intervals. */
function intervalStatement(
  target: LedgerTarget,
  step: RecordStep,
  runId: string,
  recordedAt: string,
): readonly string[] {
  const { nodeId, relation, fingerprint, interval } = step;
  const base = { nodeId, relation, fingerprint, runId, recordedAt };
  const records: IntervalRecord[] = [
    ...(step.anew ? [{ ...base, action: 'reset' as const, interval: null }] : []),
    ...(interval === null ? [] : [{ ...base, action: 'covered' as const, interval }]),
  ];
  return records.length === 0 ? [] : [insertIntervals(target, records)];
}

function nodeRunOf(result: NodeResult, runId: string, fingerprint: string | null): NodeRun {
  const now = new Date().toISOString();
  const times = result.timing;
  return {
    runId,
    nodeId: result.nodeId,
    relation: result.relationName,
    fingerprint,
    status: result.status,
    rows: result.rows,
    failures: result.failures,
    message: result.message,
    interval: null,
    startedAt: times[0]?.startedAt ?? now,
    finishedAt: times.at(-1)?.completedAt ?? now,
  };
}
