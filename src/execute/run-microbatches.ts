import { compileNode } from '../compile/compile-node.ts';
import type { NodeSession } from '../compile/node-session.ts';
import { ProjectFailure } from '../errors/project-error.ts';
import type { ModelNode } from '../graph/node.ts';
import { microbatches, type MicrobatchWindow } from '../materializations/microbatch-windows.ts';
import { buildRelation } from './build-relation.ts';
import { toFailure } from './failure.ts';
import type { NodeClock } from './node-clock.ts';
import type { NodeOutcome } from './node-outcome.ts';
import type { BatchResults } from './node-result.ts';
import type { RunContext } from './run-context.ts';

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
  const windows = await windowsOf(node, session, run);
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
      const result = await runWindow(node, window, session, run, clock, slot);
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
  window: MicrobatchWindow,
  session: NodeSession,
  run: RunContext,
  clock: NodeClock,
  slot: number,
): Promise<{ readonly sql: string; readonly rows: number | null }> {
  const compiled = await clock.phase('compile', () => compileNode(run.env, node, session, { batch: window }));
  run.recorder.compiled(node, compiled.sql);
  const main = await clock.phase('execute', () => buildRelation(compiled, session, run, slot));
  return { sql: compiled.sql, rows: main?.rowsAffected ?? null };
}

/** The windows of this run: those to retry, those of the event-time flags, or from the last ones until now. */
async function windowsOf(
  node: ModelNode,
  session: NodeSession,
  run: RunContext,
): Promise<readonly MicrobatchWindow[]> {
  const { flags, startedAt } = run.env.project;
  const existing = await session.getRelation({
    database: node.database,
    schema: node.schema,
    identifier: node.alias,
  });
  const configured = node.config['full_refresh'];
  const fullRefresh = typeof configured === 'boolean' ? configured : flags.fullRefresh;
  const retry = run.batchesToRetry.get(node.uniqueId)?.failed;
  const all = microbatches({
    config: node.config,
    eventTimeStart: flags.eventTimeStart,
    eventTimeEnd: flags.eventTimeEnd,
    now: startedAt,
    firstRun: existing === null || existing.type !== 'table' || fullRefresh,
    ...(retry ? { only: retry } : {}),
  });
  if (all.length === 0) {
    throw new ProjectFailure({
      code: 'TX3101',
      message: `The window of microbatch model '${node.name}' holds no batch`,
      hint: 'Check begin, lookback and the event-time flags.',
      location: { file: node.originalFilePath },
    });
  }
  return all;
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
