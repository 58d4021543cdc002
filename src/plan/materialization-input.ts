import type { Relation } from '../adapter-api/relation.ts';
import type { CompiledNode } from '../compile/compile-node.ts';
import type { RunEnvironment } from '../compile/run-environment.ts';
import type { Json, JsonObject } from '../config/json.ts';
import type { FunctionNode, Hook, ModelNode, SeedNode, SnapshotNode, SqlNode } from '../graph/node.ts';
import type { MaterializationInput } from '../materializations/plan-types.ts';
import { txNodeSettings } from '../config/tx-node-settings.ts';
import { contractOf } from './contract.ts';
import type { PlanOptions } from './plan-options.ts';
import { seedInput } from './seed-input.ts';

/** Nodes that leave something behind in the warehouse. */
export type MaterializedNode = ModelNode | SeedNode | SnapshotNode | FunctionNode;

/** What a materialization needs to know of a compiled node, with flags applied. Throws ProjectFailure for a bad seed. */
export async function materializationInput(
  compiled: CompiledNode<MaterializedNode>,
  target: Relation,
  env: RunEnvironment,
  options: Pick<PlanOptions, 'runId' | 'audited'>,
): Promise<MaterializationInput> {
  const { node } = compiled;
  const { flags } = env.project;
  const configured = node.config['full_refresh'];
  const settings = txNodeSettings(env.project.tx, node.config, node.uniqueId);
  return {
    uniqueId: node.uniqueId,
    target,
    sql: compiled.sql,
    config: node.config,
    externalRoot: env.project.profile.credentials.externalRoot ?? '.',
    fullRefresh: typeof configured === 'boolean' ? configured : flags.fullRefresh,
    preHooks: hooks(node.config['pre-hook']),
    postHooks: hooks(node.config['post-hook']),
    contract: contractOf(node, env),
    descriptions: descriptions(node),
    grants: grants(node.config['grants']),
    audited: options.audited && settings.publish === 'after-audits',
    keyPolicies: settings.keys,
    keepsDependents: env.project.tx !== null,
    runId: options.runId,
    strategies: env.project.profile.adapter.incrementalStrategies,
    strategyMacro: strategyMacro(node, env),
    startedAt: env.project.startedAt.toISOString(),
    batch: compiled.batch,
    seed: node.resourceType === 'seed' ? await seedInput(node, env) : null,
    signature: node.resourceType === 'function' ? { arguments: node.arguments, returns: node.returns } : null,
  };
}

/** The macro `get_incremental_<strategy>_sql` where the project or a package wrote one for the node's strategy. */
function strategyMacro(node: SqlNode, env: RunEnvironment): string | null {
  const strategy = node.config['incremental_strategy'];
  if (typeof strategy !== 'string') return null;
  const name = `get_incremental_${strategy.replaceAll('+', '_')}_sql`;
  return env.macros.resolve(name, node.packageName) ? name : null;
}

function hooks(value: Json | undefined): readonly Hook[] {
  if (!Array.isArray(value)) return [];
  return value.map((entry: Json) => {
    const hook = entry as JsonObject;
    return {
      sql: String(hook['sql'] ?? ''),
      transaction: hook['transaction'] !== false,
      index: typeof hook['index'] === 'number' ? hook['index'] : null,
    };
  });
}

function descriptions(node: SqlNode): MaterializationInput['descriptions'] {
  const persist = (node.config['persist_docs'] ?? {}) as JsonObject;
  const columns = new Map<string, string>();
  for (const column of node.columns.values()) {
    if (column.description !== '') columns.set(column.name, column.description);
  }
  return {
    relation: persist['relation'] === true ? node.description : null,
    columns: persist['columns'] === true ? columns : null,
  };
}

function grants(value: Json | undefined): MaterializationInput['grants'] {
  if (value === null || value === undefined || typeof value !== 'object' || Array.isArray(value)) return null;
  const entries = Object.entries(value as JsonObject);
  if (entries.length === 0) return null;
  return new Map(
    entries.map(([privilege, grantees]) => [
      privilege,
      (Array.isArray(grantees) ? grantees : [grantees]).map((grantee: Json) => String(grantee)),
    ]),
  );
}
