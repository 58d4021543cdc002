import type { QueryResult } from '../adapter-api/connection.ts';
import type { CompiledNode } from '../compile/compile-node.ts';
import type { NodeSession } from '../compile/node-session.ts';
import { renderInNode } from '../compile/render-in-node.ts';
import { runMaterializationMacro } from '../compile/run-materialization-macro.ts';
import type { MaterializedNode } from '../plan/materialization-input.ts';
import type { NodePlan } from '../plan/node-plan.ts';
import { planNode } from '../plan/plan-node.ts';
import type { RunContext } from './run-context.ts';
import { judgeKeys } from './check-keys.ts';
import { keepFailingRows } from './keep-failing-rows.ts';
import { AuditFailure, runAudits } from './run-audits.ts';
import { runSteps, type StepsContext } from './run-steps.ts';

/**
 * Plans the compiled node against the warehouse as it is now and runs the plan; gives the main result. On a failure
 * what the plan made outside of a transaction is dropped, and failing rows of its audits are kept. `partial` says that
 * the node is not done with this plan. Throws
 * OperationalError and ProjectFailure.
 */
export async function buildRelation(
  compiled: CompiledNode<MaterializedNode>,
  session: NodeSession,
  run: RunContext,
  slot: number,
  partial = false,
): Promise<QueryResult | null> {
  const { node } = compiled;
  const plan = await planNode(compiled, session, run.env, {
    runId: run.runId,
    ledger: run.ledger?.target ?? null,
    partial,
    audited: run.audits.testsOf(node.uniqueId).length > 0,
  });
  for (const text of plan.warnings) warn(plan, text, 'TX3101', run);
  try {
    const main = await runSteps(plan.steps, stepsContext(compiled, plan, session, run, slot));
    for (const effect of plan.effects) {
      if (effect.kind === 'created') session.cacheAdded(effect.relation);
      else session.cacheDropped(effect.relation);
    }
    return main;
  } catch (thrown) {
    await dropStages(plan, session, run);
    // What the project's own code told of relations may have been rolled back.
    if (plan.steps.some(({ kind }) => kind === 'macro')) run.env.relations.forget(node.database, node.schema);
    if (thrown instanceof AuditFailure) await keepFailingRows(thrown.kept, slot, run);
    throw thrown;
  }
}

function stepsContext(
  compiled: CompiledNode<MaterializedNode>,
  plan: NodePlan,
  session: NodeSession,
  run: RunContext,
  slot: number,
): StepsContext {
  const startedAt = new Date().toISOString();
  // A change that is visible already is tested behind it, as in dbt.
  let isOpen = true;
  return {
    session,
    renderHook: (template) => renderInNode(run.env, compiled, session, template),
    async runMaterializationMacro(macro) {
      const made = await runMaterializationMacro(run.env, compiled, session, macro);
      isOpen = made.isOpen;
      return made.main;
    },
    record: (step, main) =>
      run.ledger?.record(step, {
        rows: main?.rowsAffected ?? null,
        message: main?.message ?? null,
        startedAt,
      }) ?? [],
    audit: async (step) => {
      if (isOpen) await runAudits(compiled.node, step.relation, slot, run);
    },
    verifyLock: async () => {
      if (run.locks !== null && plan.relation !== null) await run.locks.verify(plan.relation);
    },
    sent: (statements) => run.recorder.executed(compiled.node, statements),
    judge: (step, result) => {
      for (const text of judgeKeys(step, result, plan.nodeId)) warn(plan, text, 'TX3120', run);
    },
  };
}

/** The first fault is the one to report; a stage that cannot be dropped now is found by the next run. */
async function dropStages(plan: NodePlan, session: NodeSession, run: RunContext): Promise<void> {
  const { dialect } = run.env.project.profile.adapter;
  for (const stage of plan.stages ?? []) {
    await session.run(dialect.dropRelation(stage, stage.type)).catch((thrown: unknown) => {
      const text = `${dialect.renderRelation(stage)} stays until the next run: ${String(thrown)}`;
      run.env.events.emit({ kind: 'message', level: 'debug', name: 'StageLeft', text });
    });
  }
}

function warn(plan: NodePlan, message: string, code: 'TX3101' | 'TX3120', run: RunContext): void {
  run.env.events.emit({
    kind: 'warning',
    name: 'PlanWarning',
    error: { code, message, nodeId: plan.nodeId },
  });
}
