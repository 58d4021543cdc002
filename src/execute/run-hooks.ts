import { compileOperation } from '../compile/compile-operation.ts';
import type { Value } from '../template/value.ts';
import type { OperationNode } from '../graph/node.ts';
import { toFailure } from './failure.ts';
import { startClock } from './node-clock.ts';
import { nodeInfo } from './node-info.ts';
import type { NodeResult } from './node-result.ts';
import { openSession } from './open-session.ts';
import type { RunContext } from './run-context.ts';

/** Names that templates of on-run-end see beside the usual ones: `results`, `schemas`, `database_schemas`. */
export type HookVariables = ReadonlyMap<string, Value>;

/**
 * Runs on-run-start or on-run-end hooks in order, each in a transaction of its own, on one connection. After the first
 * failure the rest is skipped. Hooks that render to nothing still pass.
 */
export async function runHooks(
  hooks: readonly OperationNode[],
  variables: HookVariables,
  run: RunContext,
): Promise<readonly NodeResult[]> {
  const results: NodeResult[] = [];
  let failed = false;
  for (const [index, hook] of hooks.entries()) {
    const place = { node: nodeInfo(hook), name: hookLabel(hook), index: index + 1, total: hooks.length };
    if (!failed) run.env.events.emit({ kind: 'hook-started', ...place });
    const result: NodeResult = failed ? skipped(hook) : await runHook(hook, variables, run);
    failed ||= result.status === 'error';
    results.push(result);
    run.env.events.emit({
      kind: 'hook-finished',
      ...place,
      status: result.status,
      seconds: result.executionTime,
    });
    if (result.error) run.env.events.emit({ kind: 'error', error: result.error });
  }
  return results;
}

/** dbt's name of a hook in messages: `shop.on-run-start.0`. */
function hookLabel(hook: OperationNode): string {
  const stage = hook.name.includes('on-run-end') ? 'on-run-end' : 'on-run-start';
  return `${hook.packageName}.${stage}.${hook.index ?? 0}`;
}

async function runHook(hook: OperationNode, variables: HookVariables, run: RunContext): Promise<NodeResult> {
  const clock = startClock();
  const session = openSession(hook, 0, run);
  try {
    const sql = await clock.phase('compile', () => compileOperation(run.env, hook, session, variables));
    run.recorder.compiled(hook, { sql, ctes: [] });
    await clock.phase('execute', async () => {
      if (sql.trim() !== '') await session.execute(sql, { autoBegin: true });
      if (session.opened) await session.commit();
    });
    return {
      ...hookResult(hook, clock.seconds()),
      timing: clock.timings,
      compiledCode: sql,
      status: 'success',
      failures: 0,
      message: `${hookLabel(hook)} passed`,
    };
  } catch (thrown) {
    if (session.opened) await session.rollback();
    const failure = toFailure(thrown, hook, run.env.project);
    const words = failure.error.message;
    return {
      ...hookResult(hook, clock.seconds()),
      timing: clock.timings,
      status: 'error',
      failures: 1,
      message: `${hookLabel(hook)} failed, error:\n ${words}`,
      error: { ...failure.error, code: 'TX3202', message: `${hookLabel(hook)} failed: ${words}` },
    };
  }
}

function skipped(hook: OperationNode): NodeResult {
  return { ...hookResult(hook, 0), status: 'skipped', failures: 1, message: `${hookLabel(hook)} skipped` };
}

function hookResult(hook: OperationNode, executionTime: number): NodeResult {
  return {
    nodeId: hook.uniqueId,
    status: 'success',
    message: null,
    failures: null,
    timing: [],
    threadId: 'main',
    executionTime,
    adapterResponse: {},
    rows: null,
    compiledCode: null,
    relationName: null,
    batchResults: null,
    error: null,
  };
}
