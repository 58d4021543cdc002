import { setTimeout } from 'node:timers/promises';
import { OperationalError } from '../errors/operational-error.ts';
import type { GraphNode } from '../graph/node.ts';
import { listNodeRuns } from '../ledger/node-runs.ts';
import { intervalOfNode } from '../plan/interval-of-node.ts';
import type { NodeOutcome } from './node-outcome.ts';
import { openSession } from './open-session.ts';
import type { RunContext } from './run-context.ts';

/** How often a stop is looked for while waiting, in milliseconds. */
const LOOK_MILLISECONDS = 200;

/**
 * Whether a node that ended so is to be tried again, after the wait that this takes. Faults that pass (a connection that
 * was cut, a deadlock, a transaction that lost to another) are; what is wrong with the SQL, the rights or the data is not.
 */
export async function waitToTryAgain(
  node: GraphNode,
  outcome: NodeOutcome,
  attempt: number,
  run: RunContext,
): Promise<boolean> {
  const fault = outcome.error?.cause;
  if (run.retries === null || !isPassingFault(fault) || !isSafe(fault, node, run)) return false;
  const seconds = run.stop.reason === null ? run.retries.take(attempt) : null;
  if (seconds === null) return false;
  run.env.events.emit({
    kind: 'message',
    level: 'warn',
    name: 'NodeRetry',
    text: `${node.name}: ${fault.message.split('\n')[0] ?? ''} Trying again in ${seconds.toFixed(1)}s (attempt ${attempt + 1} of ${run.retries.attempts}).`,
  });
  await waitUnlessStopped(seconds, run);
  return run.stop.reason === null;
}

/** A fault that may be gone the next time: a connection that was cut, a deadlock, a transaction that lost to another. */
export function isPassingFault(thrown: unknown): thrown is OperationalError {
  return thrown instanceof OperationalError && ['transient', 'conflict'].includes(thrown.faultClass);
}

/**
 * A conflict was rolled back by the database. After a connection that was cut nobody knows whether the last commit was
 * done: the ledger tells, and without one only what changes nothing is tried again.
 */
function isSafe(fault: OperationalError, node: GraphNode, run: RunContext): boolean {
  if (fault.faultClass === 'conflict' || run.ledger !== null) return true;
  return node.resourceType === 'test' || node.resourceType === 'unit_test';
}

async function waitUnlessStopped(seconds: number, run: RunContext): Promise<void> {
  const end = performance.now() + seconds * 1000;
  while (run.stop.reason === null && performance.now() < end) {
    await setTimeout(Math.min(LOOK_MILLISECONDS, end - performance.now()));
  }
}

/**
 * Whether an attempt that met a fault was committed all the same: the row that the ledger got with the change is there.
 * Throws OperationalError.
 */
export async function wasCommitted(node: GraphNode, slot: number, run: RunContext): Promise<boolean> {
  if (run.ledger === null || !('relationName' in node)) return false;
  const nodeRuns = await listNodeRuns(run.ledger.target, openSession(null, slot, run), run.runId);
  const interval = 'rawCode' in node ? intervalOfNode(node, run.env) : null;
  return nodeRuns.some(
    (row) =>
      row.nodeId === node.uniqueId &&
      row.status === 'success' &&
      (row.interval?.start ?? null) === (interval?.start ?? null),
  );
}
