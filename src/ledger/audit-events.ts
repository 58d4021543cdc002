import type { LedgerSession } from './ledger-session.ts';
import { insertRows, type LedgerTarget } from './ledger-tables.ts';
import type { Interval } from './node-runs.ts';
import { readRows, selectRows } from './read-rows.ts';

/** An act that rewrites what was there: who did it, when, over which window, and why. */
export interface AuditEvent {
  readonly recordedAt: string;
  readonly kind: 'full-refresh' | 'full-reload' | 'backfill' | 'restatement';
  readonly runId: string;
  readonly user: string | null;
  /** The command line. */
  readonly command: string;
  readonly reason: string | null;
  readonly window: Interval | null;
  /** unique ids of the nodes concerned. */
  readonly nodes: readonly string[];
  readonly gitRevision: string | null;
}

/** The statement that records an audit event. */
export function insertAuditEvent(target: LedgerTarget, event: AuditEvent): string {
  return insertRows(target, 'audit_events', [
    {
      recorded_at: event.recordedAt,
      kind: event.kind,
      run_id: event.runId,
      user_name: event.user,
      command: event.command,
      reason: event.reason,
      window_start: event.window?.start ?? null,
      window_end: event.window?.end ?? null,
      nodes: JSON.stringify(event.nodes),
      git_revision: event.gitRevision,
    },
  ]);
}

/** Reads the audit events of a run. Throws OperationalError. */
export async function listAuditEvents(
  target: LedgerTarget,
  session: LedgerSession,
  runId: string,
): Promise<readonly AuditEvent[]> {
  const rest = `where run_id = ${target.dialect.literal(runId)}\norder by recorded_at`;
  const rows = readRows('audit_events', await session.run(selectRows(target, 'audit_events', rest)));
  return rows.map((row) => ({
    recordedAt: row.recorded_at ?? '',
    kind: row.kind as AuditEvent['kind'],
    runId: row.run_id ?? '',
    user: row.user_name,
    command: row.command ?? '',
    reason: row.reason,
    window:
      row.window_start === null || row.window_end === null
        ? null
        : { start: row.window_start, end: row.window_end },
    nodes: JSON.parse(row.nodes ?? '[]') as readonly string[],
    gitRevision: row.git_revision,
  }));
}
