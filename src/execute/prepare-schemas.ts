import type { NodeSession } from '../compile/node-session.ts';
import type { RunEnvironment } from '../compile/run-environment.ts';
import type { GraphNode } from '../graph/node.ts';
import type { RunContext } from './run-context.ts';

const SCHEMAS_LOCK = 'schemas';

/** Creates the schemas that the nodes need and the warehouse lacks: one look-up a database, one statement a schema. */
export async function prepareSchemas(
  ids: readonly string[],
  session: NodeSession,
  { env, locks }: Pick<RunContext, 'env' | 'locks'>,
): Promise<void> {
  const wanted = new Map<string, Map<string, string>>();
  for (const id of ids) {
    const node = env.manifest.nodes.get(id);
    if (node === undefined || !needsSchema(node, env) || !('alias' in node)) continue;
    const schemas = wanted.get(node.database) ?? new Map<string, string>();
    schemas.set(node.schema.toLowerCase(), node.schema);
    wanted.set(node.database, schemas);
  }
  for (const [database, schemas] of wanted) {
    const existing = new Set((await session.listSchemas(database)).map((name) => name.toLowerCase()));
    const missing = [...schemas].filter(([key]) => !existing.has(key));
    if (missing.length === 0) continue;
    // Two sessions that make one schema at once get in each other's way, `if not exists` or not.
    await locks?.acquire(SCHEMAS_LOCK);
    for (const [, schema] of missing) await session.createSchema(database, schema);
    await locks?.release(SCHEMAS_LOCK);
  }
}

function needsSchema(node: GraphNode, env: RunEnvironment): boolean {
  if (node.resourceType === 'model') return node.config['materialized'] !== 'ephemeral';
  if (node.resourceType === 'test') return env.storesFailures(node);
  return node.resourceType === 'seed' || node.resourceType === 'snapshot' || node.resourceType === 'function';
}
