import type { QueryResult } from '../adapter-api/connection.ts';
import { compileNode, type CompiledNode } from '../compile/compile-node.ts';
import { findMaterialization } from '../compile/find-materialization.ts';
import type { NodeSession } from '../compile/node-session.ts';
import { renderInNode } from '../compile/render-in-node.ts';
import { runMaterializationMacro } from '../compile/run-materialization-macro.ts';
import type { ModelNode, SeedNode, SnapshotNode } from '../graph/node.ts';
import type { NodePlan } from '../plan/node-plan.ts';
import { planNode } from '../plan/plan-node.ts';
import type { NodeClock } from './node-clock.ts';
import type { NodeOutcome } from './node-outcome.ts';
import type { RunContext } from './run-context.ts';
import { runMicrobatches } from './run-microbatches.ts';
import { runSteps } from './run-steps.ts';

/** Nodes that leave a relation behind. */
export type MaterializedNode = ModelNode | SeedNode | SnapshotNode;

/** Compiles, plans and builds a model, seed or snapshot. */
export async function runMaterialized(
  node: MaterializedNode,
  session: NodeSession,
  run: RunContext,
  clock: NodeClock,
): Promise<NodeOutcome> {
  if (isMicrobatch(node, run)) return runMicrobatches(node, session, run, clock);
  const compiled = await clock.phase('compile', () => compileNode(run.env, node, session));
  if (node.resourceType !== 'seed') run.recorder.compiled(node, compiled.sql);
  const main = await clock.phase('execute', () => buildRelation(compiled, session, run));
  return {
    status: 'success',
    message: main?.message ?? 'OK',
    failures: null,
    rows: main?.rowsAffected ?? null,
    adapterResponse: main ? run.env.adapterResponse(main) : {},
    relationName: node.relationName,
    batchResults: null,
    compiledCode: node.resourceType === 'seed' ? null : compiled.sql,
  };
}

/** Plans the compiled node against the warehouse as it is now and runs the plan; gives the main result. */
export async function buildRelation(
  compiled: CompiledNode<MaterializedNode>,
  session: NodeSession,
  run: RunContext,
): Promise<QueryResult | null> {
  const plan = await planNode(compiled, session, run.env, { runId: run.runId });
  for (const text of plan.warnings) warn(plan, text, run);
  const { main, statements } = await runSteps(plan.steps, {
    session,
    renderHook: (template) => renderInNode(run.env, compiled, session, template),
    runMaterializationMacro: (macro) => runMaterializationMacro(run.env, compiled, session, macro),
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

/** A microbatch model runs one plan a window, unless the project brings its own materialization. */
function isMicrobatch(node: MaterializedNode, run: RunContext): node is ModelNode {
  return (
    node.resourceType === 'model' &&
    node.config['materialized'] === 'incremental' &&
    node.config['incremental_strategy'] === 'microbatch' &&
    findMaterialization(run.env, node).kind === 'built-in'
  );
}
