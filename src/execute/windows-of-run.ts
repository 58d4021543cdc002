import type { NodeSession } from '../compile/node-session.ts';
import { ProjectFailure } from '../errors/project-error.ts';
import type { ModelNode } from '../graph/node.ts';
import { listIntervals } from '../ledger/interval-records.ts';
import { isUnfinished } from '../ledger/node-runs.ts';
import { microbatches, type MicrobatchWindow } from '../materializations/microbatch-windows.ts';
import type { RunContext } from './run-context.ts';

/**
 * The windows that a run builds of a microbatch model: those to retry, those of the event-time flags, or the last ones
 * until now; and what the run before it left out, where the ledger knows that it did not come to its end. Throws
 * ProjectFailure when there are none, OperationalError.
 */
export async function windowsOfRun(
  node: ModelNode,
  session: NodeSession,
  run: RunContext,
): Promise<readonly MicrobatchWindow[]> {
  const { flags, startedAt } = run.env.project;
  const { database, schema, alias: identifier } = node;
  const existing = await session.getRelation({ database, schema, identifier });
  const configured = node.config['full_refresh'];
  const fullRefresh = typeof configured === 'boolean' ? configured : flags.fullRefresh;
  const firstRun = existing === null || existing.type !== 'table' || fullRefresh;
  const { eventTimeStart, eventTimeEnd } = flags;
  const request = { config: node.config, eventTimeStart, eventTimeEnd, now: startedAt, firstRun };
  const retry = run.batchesToRetry.get(node.uniqueId)?.failed;
  if (retry) return notEmpty(microbatches({ ...request, only: retry }), node);
  const windows = microbatches(request);
  if (firstRun || eventTimeStart !== null) return notEmpty(windows, node);
  const left = await leftBehind(node, windows, session, run);
  if (left.length === 0) return notEmpty(windows, node);
  const all = [...left, ...windows].map(({ start, end }) => [start, end] as const);
  return microbatches({ ...request, only: all });
}

/** Windows before these ones that a run which did not come to its end was to build and did not, in order. */
async function leftBehind(
  node: ModelNode,
  windows: readonly MicrobatchWindow[],
  session: NodeSession,
  run: RunContext,
): Promise<readonly MicrobatchWindow[]> {
  const [next] = windows;
  if (run.ledger === null || node.relationName === null || next === undefined) return [];
  const { target } = run.ledger;
  if (!(await isUnfinished(target, session, node.relationName))) return [];
  const records = await listIntervals(target, session, [node.relationName]);
  const reset = records.findLastIndex((record) => record.action === 'reset');
  const starts = records.slice(reset + 1).flatMap(({ interval }) => interval?.start ?? []);
  const built = new Set(starts.map((start) => Date.parse(start)));
  // A table that was made anew is to hold everything since its begin; of an older one it is not known.
  const from = reset >= 0 ? null : ([...starts].sort()[0] ?? null);
  const { config } = node;
  const before = { config, eventTimeStart: from, eventTimeEnd: next.start, now: new Date(), firstRun: true };
  return microbatches(before).filter(({ start }) => !built.has(Date.parse(start)));
}

function notEmpty(windows: readonly MicrobatchWindow[], node: ModelNode): readonly MicrobatchWindow[] {
  if (windows.length > 0) return windows;
  throw new ProjectFailure({
    code: 'TX3101',
    message: `The window of microbatch model '${node.name}' holds no batch`,
    hint: 'Check begin, lookback and the event-time flags.',
    location: { file: node.originalFilePath },
  });
}
