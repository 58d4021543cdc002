import { OperationalError } from '../errors/operational-error.ts';
import { ProjectFailure } from '../errors/project-error.ts';
import type { NodeSession } from '../compile/node-session.ts';
import type { GraphNode } from '../graph/node.ts';
import { toFailure } from './failure.ts';
import { startClock, type NodeClock } from './node-clock.ts';
import { describeNode, nodeInfo } from './node-info.ts';
import type { NodeOutcome } from './node-outcome.ts';
import { openSession } from './open-session.ts';
import { isFailure, type NodeResult } from './node-result.ts';
import type { RunContext } from './run-context.ts';
import { runClone } from './run-clone.ts';
import { runDataTest } from './run-data-test.ts';
import { runMaterialized } from './run-materialized.ts';
import { runUnitTest } from './run-unit-test.ts';
import { waitToTryAgain, wasCommitted } from './try-again.ts';

/** The place of a node in the run, for progress lines. */
export interface Progress {
  readonly index: number;
  readonly total: number;
  /** What the interval is called that the node is run for, where the run is for several. */
  readonly interval?: string | null;
}

/** Runs one node to its end and gives its result; what goes wrong is in the result, never thrown. */
export async function runNode(
  node: GraphNode,
  slot: number,
  progress: Progress,
  run: RunContext,
): Promise<NodeResult> {
  const quiet = node.resourceType === 'exposure' || node.resourceType === 'saved_query';
  if (!quiet) run.env.events.emit({ kind: 'node-started', ...placeInRun(node, progress) });
  const clock = startClock();
  const result = run.audits.resultOf(node.uniqueId) ?? (await runNow(node, slot, run, clock));
  tellFinished(node, result, progress, run, clock.startedAt);
  return result;
}

/** Tells of a test that was run before its node was published, in place of running it. */
export function tellAudited(node: GraphNode, result: NodeResult, progress: Progress, run: RunContext): void {
  run.env.events.emit({ kind: 'node-started', ...placeInRun(node, progress) });
  tellFinished(node, result, progress, run, new Date());
}

/** What events say of which node they are about, and where in the run it stands. */
export function placeInRun(node: GraphNode, { index, total, interval = null }: Progress) {
  const description = interval === null ? describeNode(node) : `${describeNode(node)} for ${interval}`;
  return { node: nodeInfo(node), index, total, description };
}

async function runNow(node: GraphNode, slot: number, run: RunContext, clock: NodeClock): Promise<NodeResult> {
  const outcome = await attemptAsOftenAsAllowed(node, slot, run, clock);
  return {
    nodeId: node.uniqueId,
    timing: clock.timings,
    threadId: `Thread-${slot + 1}`,
    executionTime: clock.seconds(),
    compiledCode: null,
    error: null,
    ...outcome,
  };
}

function tellFinished(
  node: GraphNode,
  result: NodeResult,
  progress: Progress,
  run: RunContext,
  startedAt: Date,
): void {
  run.env.events.emit({
    kind: 'node-finished',
    ...placeInRun(node, progress),
    status: result.status,
    message: result.message,
    failures: result.failures,
    rows: result.rows,
    seconds: result.executionTime,
    startedAt: result.timing[0]?.startedAt ?? startedAt.toISOString(),
    finishedAt: result.timing.at(-1)?.completedAt ?? new Date().toISOString(),
    error: result.error,
  });
}

async function attemptAsOftenAsAllowed(
  node: GraphNode,
  slot: number,
  run: RunContext,
  clock: NodeClock,
): Promise<NodeOutcome> {
  for (let count = 1; ; count += 1) {
    const outcome = await attempt(node, slot, run, clock, count > 1);
    if (!isFailure(outcome.status) || !(await waitToTryAgain(node, outcome, count, run))) return outcome;
  }
}

async function attempt(
  node: GraphNode,
  slot: number,
  run: RunContext,
  clock: NodeClock,
  isRetry: boolean,
): Promise<NodeOutcome> {
  const session = openSession(node, slot, run);
  const before = run.recorder.kept.get(node.uniqueId);
  try {
    if (isRetry && (await wasCommitted(node, slot, run))) {
      const relationName = 'relationName' in node ? node.relationName : null;
      return { ...NOTHING, status: 'success', message: 'OK', relationName };
    }
    const outcome = await runByKind(node, session, run, clock, slot);
    if (session.opened) await session.commit();
    return outcome;
  } catch (thrown) {
    await leaveClean(session, run, slot);
    const failure = toFailure(thrown, node, run.env.project);
    if (!isForeseen(thrown))
      run.env.events.emit({ kind: 'message', level: 'debug', name: 'NodeFault', text: stackOf(thrown) });
    const kept = run.recorder.kept.get(node.uniqueId);
    const compiledCode = kept === before ? null : (kept?.compiledCode ?? null);
    const relationName = 'relationName' in node ? node.relationName : null;
    const { message, error } = failure;
    return { ...NOTHING, status: 'error', message, error, compiledCode, relationName };
  }
}

const NOTHING = {
  message: null,
  failures: null,
  rows: null,
  adapterResponse: {},
  relationName: null,
  batchResults: null,
} as const;

async function runByKind(
  node: GraphNode,
  session: NodeSession,
  run: RunContext,
  clock: NodeClock,
  slot: number,
): Promise<NodeOutcome> {
  switch (node.resourceType) {
    case 'model':
    case 'seed':
    case 'snapshot':
      return run.env.project.flags.which === 'clone'
        ? runClone(node, session, run, clock)
        : runMaterialized(node, session, run, clock, slot);
    case 'function':
      return runMaterialized(node, session, run, clock, slot);
    case 'test':
      return runDataTest(node, session, run, clock, { batch: run.testBatches.of(node.uniqueId) });
    case 'unit_test':
      return runUnitTest(node, session, run, clock);
    case 'exposure':
    case 'saved_query':
      return { ...NOTHING, status: 'no-op', message: 'NO-OP', failures: 0 };
    default:
      throw new ProjectFailure({
        code: 'TX3201',
        message: `A ${node.resourceType} cannot be run`,
        hint: `Leave it out with --exclude-resource-type ${node.resourceType}.`,
        location: { file: node.originalFilePath },
      });
  }
}

/** Rolls back what is open; a connection that cannot is replaced, so that the next node starts clean. */
async function leaveClean(session: NodeSession, run: RunContext, slot: number): Promise<void> {
  if (!session.opened) return;
  try {
    await session.rollback();
  } catch {
    await run.pool.discard(slot).catch(() => undefined);
  }
}

function isForeseen(thrown: unknown): boolean {
  return thrown instanceof ProjectFailure || thrown instanceof OperationalError;
}

function stackOf(thrown: unknown): string {
  return thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
}
