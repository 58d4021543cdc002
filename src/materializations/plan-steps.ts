import type { Dialect } from '../adapter-api/dialect.ts';
import type { ExistingRelation } from '../adapter-api/relation.ts';
import { textConfig } from './config-values.ts';
import type { MaterializationInput, SqlStep } from './plan-types.ts';

/** Statements as steps of one role. */
export function sqlSteps(statements: readonly string[], role: SqlStep['role']): readonly SqlStep[] {
  return statements.map((sql) => ({ kind: 'sql', sql, role }));
}

/** Statements whose last answers for the node; those before it prepare. */
export function mainSteps(statements: readonly string[]): readonly SqlStep[] {
  return statements.map((sql, index) => ({
    kind: 'sql',
    sql,
    role: index === statements.length - 1 ? 'main' : 'prepare',
  }));
}

/** The statements with the config's `sql_header` before the first, in the same request. */
export function withHeader(statements: readonly string[], input: MaterializationInput): readonly string[] {
  const header = textConfig(input.config, 'sql_header');
  if (header === null) return statements;
  return statements.map((sql, index) => (index === 0 ? `${header.trim()}\n${sql}` : sql));
}

/** Drops what stands under the target's name. */
export function dropExisting(
  existing: ExistingRelation | null,
  dialect: Dialect,
  role: SqlStep['role'],
): readonly SqlStep[] {
  return existing === null ? [] : sqlSteps([dialect.dropRelation(existing, existing.type)], role);
}
