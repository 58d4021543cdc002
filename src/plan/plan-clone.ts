import type { Relation } from '../adapter-api/relation.ts';
import type { NodeSession } from '../compile/node-session.ts';
import { relationOfNode } from '../compile/reference-functions.ts';
import type { RunEnvironment } from '../compile/run-environment.ts';
import type { ModelNode, SeedNode, SnapshotNode } from '../graph/node.ts';
import type { MaterializationInput } from '../materializations/plan-types.ts';
import { view } from '../materializations/view.ts';
import type { NodePlan } from './node-plan.ts';

/**
 * Plans a node's clone: a view over the relation that the state has of it. Null when there is nothing to do: the state
 * does not know the node, or its relation is here already and no full refresh was asked for.
 */
export async function planClone(
  node: ModelNode | SeedNode | SnapshotNode,
  session: NodeSession,
  env: RunEnvironment,
  runId: string,
): Promise<NodePlan | null> {
  const other = env.deferTo?.nodes.get(node.uniqueId);
  if (other === undefined || !('alias' in other)) return null;
  const { adapter } = env.project.profile;
  const own = relationOfNode(node, env);
  const existing = await session.getRelation({ ...own, schema: node.schema, identifier: node.alias });
  if (existing !== null && !env.project.flags.fullRefresh) return null;
  const from: Relation = { ...own, database: other.database, schema: other.schema, identifier: other.alias };
  const input: MaterializationInput = {
    uniqueId: node.uniqueId,
    target: { ...own, type: 'view' },
    sql: `select * from ${adapter.dialect.renderRelation(from)}`,
    config: {},
    externalRoot: '.',
    fullRefresh: true,
    preHooks: [],
    postHooks: [],
    contract: null,
    descriptions: { relation: null, columns: null },
    grants: null,
    audited: false,
    keepsDependents: false,
    keyPolicies: { nulls: 'ignore', duplicates: 'ignore' },
    runId,
    strategies: [],
    strategyMacro: null,
    startedAt: env.project.startedAt.toISOString(),
    batch: null,
    seed: null,
  };
  const state = { existing, existingColumns: [], queryColumns: [], existingGrants: null };
  const plan = view.plan(input, state, adapter.dialect, adapter.capabilities);
  return { nodeId: node.uniqueId, relation: node.relationName, ...plan };
}
