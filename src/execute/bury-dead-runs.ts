import type { LedgerTarget } from '../ledger/ledger-tables.ts';
import { finishRuns, listRuns, type Run } from '../ledger/runs.ts';
import type { RunLocks } from '../ledger/locks/run-locks.ts';
import type { NodeSession } from '../compile/node-session.ts';
import type { GraphNode } from '../graph/node.ts';
import { runOfStage } from '../materializations/stage-relation.ts';
import type { RunContext } from './run-context.ts';

/**
 * Cleans up after runs whose process is gone: the ledger calls them dead, and the stages that they left in the schemas
 * of these nodes and of their own are dropped. Throws OperationalError.
 */
export async function buryDeadRuns(
  ids: readonly string[],
  session: NodeSession,
  run: RunContext,
  locks: RunLocks,
): Promise<void> {
  const dead = run.ledger === null ? [] : await deadRuns(run.ledger.target, session, run.runId, locks);
  // Stages first: a process that dies in between leaves runs that the next one still finds.
  await dropDeadStages([...ids, ...dead.flatMap(({ nodes }) => nodes)], session, run, locks);
  if (run.ledger === null || dead.length === 0) return;
  const deadIds = dead.map(({ runId }) => runId);
  await session.run(finishRuns(run.ledger.target, deadIds, 'dead', null));
}

async function deadRuns(
  target: LedgerTarget,
  session: NodeSession,
  ownRunId: string,
  locks: RunLocks,
): Promise<readonly Run[]> {
  const dead: Run[] = [];
  for (const other of await listRuns(target, session, { status: 'running' })) {
    if (other.runId !== ownRunId && !(await locks.isAlive(other.runId))) dead.push(other);
  }
  return dead;
}

async function dropDeadStages(
  ids: readonly string[],
  session: NodeSession,
  run: RunContext,
  locks: RunLocks,
): Promise<void> {
  const { dialect } = run.env.project.profile.adapter;
  const alive = new Map<string, boolean>([[run.runId, true]]);
  for (const { database, schema } of schemasOf(ids, run)) {
    for (const relation of await session.listRelations(database, schema)) {
      const owner = runOfStage(relation.identifier ?? '');
      if (owner === null) continue;
      if (!alive.has(owner)) alive.set(owner, await locks.isAlive(owner));
      if (alive.get(owner) === true) continue;
      await session.run(dialect.dropRelation(relation, relation.type));
      session.cacheDropped(relation);
    }
  }
}

function schemasOf(
  ids: readonly string[],
  run: RunContext,
): Iterable<{ readonly database: string; readonly schema: string }> {
  const schemas = new Map<string, { readonly database: string; readonly schema: string }>();
  for (const id of ids) {
    const node = run.env.manifest.nodes.get(id);
    if (node === undefined || !isBuilt(node)) continue;
    const { database, schema } = node;
    schemas.set(`${database}\u0000${schema}`.toLowerCase(), { database, schema });
  }
  return schemas.values();
}

function isBuilt(
  node: GraphNode,
): node is GraphNode & { readonly database: string; readonly schema: string } {
  return node.resourceType === 'model' || node.resourceType === 'seed' || node.resourceType === 'snapshot';
}
