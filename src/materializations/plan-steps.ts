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

/** Whether a relation that stands there is replaced by a stage that takes its place, so that views over it stay. */
export function replacesKeeping(
  input: MaterializationInput,
  existing: ExistingRelation | null,
  dialect: Dialect,
): existing is ExistingRelation {
  return input.keepsDependents && existing !== null && dialect.replaceKeepingDependents !== undefined;
}

/** Gives the stage the name of the target, in the place of what stands there, inside a transaction. */
export function swapSteps(
  input: MaterializationInput,
  existing: ExistingRelation | null,
  stage: ExistingRelation,
  dialect: Dialect,
): readonly SqlStep[] {
  if (replacesKeeping(input, existing, dialect) && dialect.replaceKeepingDependents) {
    return sqlSteps([dialect.replaceKeepingDependents(existing, stage)], 'publish');
  }
  return [
    ...dropExisting(existing, dialect, 'publish'),
    ...sqlSteps([dialect.renameRelation(stage, stage.type, input.target.identifier ?? '')], 'publish'),
  ];
}
