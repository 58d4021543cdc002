import { ProjectFailure } from '../errors/project-error.ts';
import type { NodeSession } from '../compile/node-session.ts';
import { planClone } from '../plan/plan-clone.ts';
import type { RefableNode } from '../graph/node-kinds.ts';
import type { NodeClock } from './node-clock.ts';
import type { NodeOutcome } from './node-outcome.ts';
import type { RunContext } from './run-context.ts';
import { runSteps } from './run-steps.ts';

/** Puts a view over the state's relation in the place of a node. */
export async function runClone(
  node: RefableNode,
  session: NodeSession,
  run: RunContext,
  clock: NodeClock,
): Promise<NodeOutcome> {
  const base = {
    status: 'success',
    failures: null,
    rows: null,
    relationName: node.relationName,
    batchResults: null,
  } as const;
  return clock.phase('execute', async () => {
    const plan = await planClone(node, session, run.env, run.runId);
    if (plan === null) return { ...base, message: 'No-op', adapterResponse: {} };
    const main = await runSteps(plan.steps, {
      session,
      renderHook: () => Promise.resolve(''),
      runMaterializationMacro: (macro) => Promise.reject(notNeeded(macro)),
      record: () => [],
      audit: () => Promise.resolve(),
      verifyLock: () => Promise.resolve(),
      judge: () => undefined,
      sent: (statements) => run.recorder.executed(node, statements),
    });
    for (const effect of plan.effects) if (effect.kind === 'created') session.cacheAdded(effect.relation);
    return {
      ...base,
      message: main?.message ?? 'OK',
      adapterResponse: main ? run.env.adapterResponse(main) : {},
    };
  });
}

function notNeeded(macro: string): ProjectFailure {
  return new ProjectFailure({ code: 'TX3204', message: `A clone does not run the materialization ${macro}` });
}
