import { compileNode } from '../compile/compile-node.ts';
import type { NodeSession } from '../compile/node-session.ts';
import type { ModelNode } from '../graph/node.ts';
import type { MicrobatchWindow } from '../materializations/microbatch-windows.ts';
import { buildRelation } from './build-relation.ts';
import { toFailure } from './failure.ts';
import type { NodeClock } from './node-clock.ts';
import type { NodeOutcome } from './node-outcome.ts';
import type { BatchResults } from './node-result.ts';
import type { RunContext } from './run-context.ts';
import { tellMissingBatches } from './tell-missing-batches.ts';
import { windowsOfRun } from './windows-of-run.ts';

/**
 * Runs a microbatch model window by window, in order, on one connection. A failing first window fails the model; a
 * later one makes it a partial success, and the windows after it still run (dbt's rule).
 */
export async function runMicrobatches(
  node: ModelNode,
  session: NodeSession,
  run: RunContext,
  clock: NodeClock,
  slot: number,
): Promise<NodeOutcome> {
  const windows = await windowsOfRun(node, session, run);
  if (!run.batchesToRetry.has(node.uniqueId)) {
    await tellMissingBatches(node, windows[0]?.start ?? '', session, run);
  }
  const successful: [string, string][] = [];
  const before = run.batchesToRetry.get(node.uniqueId)?.successful ?? [];
  const failed: [string, string][] = [];
  let firstFault: unknown = null;
  let rows: number | null = null;
  let compiledCode: string | null = null;
  for (const window of windows) {
    const bounds: [string, string] = [window.start, window.end];
    if (run.stop.reason !== null) {
      failed.push(bounds);
      continue;
    }
    if (firstFault !== null && successful.length === 0) {
      failed.push(bounds);
      continue;
    }
    try {
      const partial = !window.last || failed.length > 0;
      const result = await runWindow(node, { window, partial }, session, run, clock, slot);
      compiledCode = result.sql;
      if (result.rows !== null) rows = (rows ?? 0) + result.rows;
      successful.push(bounds);
    } catch (thrown) {
      await session.rollback();
      firstFault ??= thrown;
      failed.push(bounds);
      const { message } = toFailure(thrown, node, run.env.project);
      const text = `Batch ${window.id} of ${node.name} failed\n${message}`;
      run.env.events.emit({ kind: 'message', level: 'error', name: 'BatchFailed', text });
    }
  }
  return outcome({ successful, failed }, { before, rows, compiledCode, firstFault, node, run });
}

async function runWindow(
  node: ModelNode,
  { window, partial }: { readonly window: MicrobatchWindow; readonly partial: boolean },
  session: NodeSession,
  run: RunContext,
  clock: NodeClock,
  slot: number,
): Promise<{ readonly sql: string; readonly rows: number | null }> {
  const compiled = await clock.phase('compile', () => compileNode(run.env, node, session, { batch: window }));
  run.recorder.compiled(node, compiled);
  const main = await clock.phase('execute', () => buildRelation(compiled, session, run, slot, partial));
  return { sql: compiled.sql, rows: main?.rowsAffected ?? null };
}

function outcome(
  batches: BatchResults,
  facts: {
    /** Windows that earlier runs of a retried one had done. */
    readonly before: BatchResults['successful'];
    readonly rows: number | null;
    readonly compiledCode: string | null;
    readonly firstFault: unknown;
    readonly node: ModelNode;
    readonly run: RunContext;
  },
): NodeOutcome {
  const total = batches.successful.length + batches.failed.length;
  const base = {
    failures: 0,
    rows: facts.rows,
    adapterResponse: {},
    relationName: facts.node.relationName,
    batchResults: { successful: [...facts.before, ...batches.successful], failed: batches.failed },
    compiledCode: facts.compiledCode,
  };
  if (batches.failed.length === 0) return { ...base, status: 'success', message: 'SUCCESS' };
  const error =
    facts.firstFault === null ? null : toFailure(facts.firstFault, facts.node, facts.run.env.project).error;
  if (batches.successful.length === 0) return { ...base, status: 'error', message: 'ERROR', error };
  const message = `PARTIAL SUCCESS (${batches.successful.length}/${total})`;
  return { ...base, status: 'partial success', message, error };
}
