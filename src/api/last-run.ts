import type { JsonObject } from '../config/json.ts';
import type { Project } from '../config/project.ts';
import { ProjectFailure } from '../errors/project-error.ts';
import type { EventBus } from '../events/event-bus.ts';
import type { BatchResults } from '../execute/node-result.ts';
import { listNodeRuns, type NodeRun } from '../ledger/node-runs.ts';
import { listRuns, type Run } from '../ledger/runs.ts';
import { readLedger } from './read-ledger.ts';

/** A node of the last run, under the names that run_results.json has. */
export interface LastResult {
  readonly unique_id: string;
  readonly status: string;
  readonly batch_results?: Partial<BatchResults> | null;
}

/** The last run of a project, from its ledger or its run_results.json. */
export interface LastRun {
  readonly arguments: JsonObject;
  readonly results: readonly LastResult[];
  /** Whether its process died: even when every node had ended, hooks at its end may be missing. */
  readonly died: boolean;
}

/**
 * The last run, from run_results.json or from the ledger, whichever knows the later one: a run that was killed wrote no
 * artifact. Null when there is none. Throws ProjectFailure and OperationalError.
 */
export async function lastRun(
  runResults: JsonObject | null,
  project: Project,
  events: EventBus,
): Promise<LastRun | null> {
  const fromFile = runResults === null ? null : readRunResults(runResults);
  if ((project.tx?.ledger ?? null) === null) return fromFile;
  return readLedger(project, events, fromFile, async (target, session) => {
    const { profile, root } = project;
    const { targetName, credentials } = profile;
    const mine = { project: root.name, name: targetName, schema: credentials.schema };
    const [run] = await listRuns(target, session, { target: mine, limit: 1 });
    if (run === undefined || !isLater(run, runResults)) return fromFile;
    return fromLedger(run, await listNodeRuns(target, session, run.runId));
  });
}

function readRunResults(file: JsonObject): LastRun {
  return {
    arguments: (file['args'] ?? {}) as JsonObject,
    results: (file['results'] ?? []) as unknown as readonly LastResult[],
    died: false,
  };
}

/** Whether the artifact is of an earlier run than the ledger's last. */
function isLater(run: Run, runResults: JsonObject | null): boolean {
  const metadata = (runResults?.['metadata'] ?? {}) as JsonObject;
  if (metadata['invocation_id'] === run.invocationId) return false;
  const startedAt = Date.parse(String(metadata['invocation_started_at'] ?? metadata['generated_at'] ?? ''));
  return Number.isNaN(startedAt) || Date.parse(run.startedAt) > startedAt;
}

/** A node without a row was not reached, or was cut off before its change was committed. */
function fromLedger(run: Run, nodeRuns: readonly NodeRun[]): LastRun {
  const status = new Map(nodeRuns.map((nodeRun) => [nodeRun.nodeId, nodeRun.status]));
  return {
    arguments: run.arguments as JsonObject,
    results: run.nodes.map((id) => ({ unique_id: id, status: status.get(id) ?? 'skipped' })),
    died: run.status === 'running' || run.status === 'dead',
  };
}

/** The failure of a command that needs a run before it. */
export function noLastRun(folder: string): ProjectFailure {
  return new ProjectFailure({
    code: 'TX5003',
    message: `Could not find previous run in '${folder}' target directory`,
    hint: 'Run tx build first; retry reads its run_results.json, or the ledger.',
  });
}
