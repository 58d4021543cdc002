import { hasLedger } from './read-state.ts';
import type { Query, TortureDatabase } from './torture-database.ts';

/** A run as the ledger tells it. */
export interface LedgerRun {
  readonly runId: string;
  readonly command: string;
  readonly status: string;
  /** `node: status, rows` of each node that ended. */
  readonly nodes: readonly string[];
  /** Relations whose change is recorded as done. */
  readonly done: readonly string[];
}

/** Reads all runs, the first one first. */
export function readRuns(database: TortureDatabase): Promise<readonly LedgerRun[]> {
  return database.look(runsOf);
}

async function runsOf(query: Query): Promise<readonly LedgerRun[]> {
  if (!(await hasLedger(query))) return [];
  const runs = await query('select run_id, command, status from tx.runs order by started_at');
  const nodes = await query(
    'select run_id, node_id, status, rows_affected, relation from tx.node_runs order by node_id, finished_at, status',
  );
  return runs.map(([runId, command, status]) => {
    const own = nodes.filter(([of]) => of === runId);
    return {
      runId: runId ?? '',
      command: command ?? '',
      status: status ?? '',
      nodes: own.map(([, node, ended, rows]) => `${node}: ${ended}, ${rows}`),
      done: own.flatMap(([, , ended, , relation]) =>
        ended === 'success' && relation !== null ? [plain(relation ?? '')] : [],
      ),
    };
  });
}

/** `"db"."schema"."name"` as `schema.name`. */
function plain(relation: string): string {
  return relation
    .split('.')
    .slice(-2)
    .map((part) => part.replaceAll('"', ''))
    .join('.');
}
