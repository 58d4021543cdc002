import type { QueryResult } from '../adapter-api/connection.ts';
import type { CompiledNode } from '../compile/compile-node.ts';
import type { NodeSession } from '../compile/node-session.ts';
import { renderInNode } from '../compile/render-in-node.ts';
import { runMaterializationMacro } from '../compile/run-materialization-macro.ts';
import type { MaterializedNode } from '../plan/materialization-input.ts';
import type { NodePlan } from '../plan/node-plan.ts';
import { planNode } from '../plan/plan-node.ts';
import type { RunContext } from './run-context.ts';
import { runSteps } from './run-steps.ts';

/** Plans the compiled node against the warehouse as it is now and runs the plan; gives the main result. */
export async function buildRelation(
  compiled: CompiledNode<MaterializedNode>,
  session: NodeSession,
  run: RunContext,
): Promise<QueryResult | null> {
  const startedAt = new Date().toISOString();
  const plan = await planNode(compiled, session, run.env, {
    runId: run.runId,
    ledger: run.ledger?.target ?? null,
  });
  for (const text of plan.warnings) warn(plan, text, run);
  const { main, statements } = await runSteps(plan.steps, {
    session,
    renderHook: (template) => renderInNode(run.env, compiled, session, template),
    runMaterializationMacro: (macro) => runMaterializationMacro(run.env, compiled, session, macro),
    record: (step, main) =>
      run.ledger?.record(step, {
        rows: main?.rowsAffected ?? null,
        message: main?.message ?? null,
        startedAt,
      }) ?? [],
  });
  run.recorder.executed(compiled.node, statements);
  for (const effect of plan.effects) {
    if (effect.kind === 'created') session.cacheAdded(effect.relation);
    else session.cacheDropped(effect.relation);
  }
  return main;
}

function warn(plan: NodePlan, message: string, run: RunContext): void {
  run.env.events.emit({
    kind: 'warning',
    name: 'PlanWarning',
    error: { code: 'TX3101', message, nodeId: plan.nodeId },
  });
}
