import type { ExistingRelation, Relation } from '../adapter-api/relation.ts';
import type { CompiledNode } from '../compile/compile-node.ts';
import type { RunEnvironment } from '../compile/run-environment.ts';
import type { TestNode } from '../graph/node.ts';

/** How a test's failing rows are kept, and the query that the verdict is then taken from. */
export interface StoredFailuresPlan {
  readonly statements: readonly string[];
  /** The query to judge: the stored relation, or the test's own query. */
  readonly query: string;
  /** The relation made; null when nothing is stored. */
  readonly effect: ExistingRelation | null;
}

/**
 * Plans `store_failures` / `store_failures_as`: the failing rows become a table or view under the test's alias,
 * replacing what `existing` says stands there; `limit` rows of them, where the test has a limit. Without it, the query is judged as it is.
 */
export function planStoredFailures(
  compiled: CompiledNode<TestNode>,
  env: RunEnvironment,
  existing: ExistingRelation | null,
  limit: number | null,
): StoredFailuresPlan {
  const { node } = compiled;
  if (!env.storesFailures(node)) return { statements: [], query: compiled.sql, effect: null };
  const { dialect } = env.project.profile.adapter;
  const type = node.config['store_failures_as'] === 'view' ? 'view' : 'table';
  const sql = limit === null ? compiled.sql : dialect.limit(compiled.sql, limit);
  const relation: Relation & { type: 'view' | 'table' } = {
    database: node.database,
    schema: node.schema,
    identifier: node.alias,
    type,
    quoting: env.quoting,
  };
  const create =
    type === 'view'
      ? dialect.createView(relation, sql)
      : dialect.createTableAs({ relation, sql, config: {} });
  const drop = existing ? [dialect.dropRelation(existing, existing.type)] : [];
  return {
    statements: [...drop, ...create],
    query: `select *\nfrom ${dialect.renderRelation(relation)}`,
    effect: relation,
  };
}
