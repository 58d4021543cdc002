import { compileNode } from '../compile/compile-node.ts';
import { findMaterialization } from '../compile/find-materialization.ts';
import type { NodeSession } from '../compile/node-session.ts';
import type { ModelNode } from '../graph/node.ts';
import type { MaterializedNode } from '../plan/materialization-input.ts';
import { buildRelation } from './build-relation.ts';
import type { NodeClock } from './node-clock.ts';
import type { NodeOutcome } from './node-outcome.ts';
import type { RunContext } from './run-context.ts';
import { runMicrobatches } from './run-microbatches.ts';

/** Compiles, plans and builds a model, seed, snapshot or function, while no other process writes its relation. */
export async function runMaterialized(
  node: MaterializedNode,
  session: NodeSession,
  run: RunContext,
  clock: NodeClock,
  slot: number,
): Promise<NodeOutcome> {
  const { locks } = run;
  const name = node.relationName;
  if (locks === null || name === null) return build(node, session, run, clock, slot);
  const { database, schema, alias: identifier } = node;
  const type = run.env.relations.known({ database, schema, identifier });
  // What another process did since is read anew.
  if (await locks.acquire(name, { database, schema, identifier, type })) {
    run.env.relations.forget(database, schema);
  }
  try {
    return await build(node, session, run, clock, slot);
  } finally {
    await locks.release(name);
  }
}

async function build(
  node: MaterializedNode,
  session: NodeSession,
  run: RunContext,
  clock: NodeClock,
  slot: number,
): Promise<NodeOutcome> {
  if (isMicrobatch(node, run)) return runMicrobatches(node, session, run, clock, slot);
  const compiled = await clock.phase('compile', () => compileNode(run.env, node, session));
  if (node.resourceType !== 'seed') run.recorder.compiled(node, compiled);
  const main = await clock.phase('execute', () => buildRelation(compiled, session, run, slot));
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

/** A microbatch model runs one plan a window, unless the project brings its own materialization. */
function isMicrobatch(node: MaterializedNode, run: RunContext): node is ModelNode {
  return (
    node.resourceType === 'model' &&
    node.config['materialized'] === 'incremental' &&
    node.config['incremental_strategy'] === 'microbatch' &&
    findMaterialization(run.env, node).kind === 'built-in'
  );
}
