import type { Capabilities } from '../adapter-api/capabilities.ts';
import type { Dialect } from '../adapter-api/dialect.ts';
import type { ExistingRelation, Relation } from '../adapter-api/relation.ts';
import { ProjectFailure } from '../errors/project-error.ts';
import { describesColumns, finishingSteps, grantWarnings } from './finishing-steps.ts';
import { indexSteps } from './index-steps.ts';
import { dropExisting, mainSteps, sqlSteps, swapSteps, withHeader } from './plan-steps.ts';
import type {
  MaterializationInput,
  MaterializationPlan,
  SqlStep,
  StateNeeds,
  Step,
  WarehouseState,
} from './plan-types.ts';
import { stageRelation } from './stage-relation.ts';
import { frame, type FrameParts } from './transaction-frame.ts';

/** What the warehouse must be asked before a table is built from a query. */
export function replaceTableNeeds(input: MaterializationInput): StateNeeds {
  return { existingColumns: false, queryColumns: describesColumns(input) };
}

/**
 * Builds the target as a table from the node's query, in the place of whatever stands there, in one atomic change: by
 * `create or replace` where that is one, else under a stage name that is swapped in. `prepare` comes
 * when the table has its name. Throws ProjectFailure where the warehouse can do neither.
 */
export function planReplaceTable(
  input: MaterializationInput,
  state: WarehouseState,
  dialect: Dialect,
  capabilities: Capabilities,
  prepare: readonly SqlStep[] = [],
): MaterializationPlan {
  const { warnings, stages = [], ...parts } = replaceSteps(input, state, dialect, capabilities);
  const columns = state.queryColumns;
  return {
    steps: frame(input, {
      transaction: capabilities.transactionalDdl,
      ...withLast(parts, prepare),
      finish: finishingSteps(input, { type: 'table', columns, grants: null }, dialect, capabilities),
    }),
    effects: [{ kind: 'created', relation: { ...input.target, type: 'table' } }],
    warnings: [...warnings, ...grantWarnings(input, capabilities)],
    stages,
  };
}

/** Steps over the target follow the one that makes it. */
function withLast(parts: ReplacementParts, last: readonly SqlStep[]): ReplacementParts {
  if (parts.publish === undefined) return { ...parts, inside: [...parts.inside, ...last] };
  return { ...parts, publish: [...parts.publish, ...last] };
}

type ReplacementParts = Pick<FrameParts, 'inside' | 'staged' | 'publish' | 'after'>;

interface Replacement extends ReplacementParts {
  readonly warnings: readonly string[];
  readonly stages?: readonly ExistingRelation[];
}

function replaceSteps(
  input: MaterializationInput,
  state: WarehouseState,
  dialect: Dialect,
  capabilities: Capabilities,
): Replacement {
  const { existing } = state;
  const otherType = existing !== null && existing.type !== 'table' ? existing : null;
  if (capabilities.createOrReplaceTable) {
    const create = createStatements(input, input.target, true, dialect);
    if (!capabilities.transactionalDdl && create.length > 1) throw severalStatements(input);
    const warnings =
      otherType !== null && !capabilities.transactionalDdl ? [gapWarning(input, otherType)] : [];
    const drop = dropExisting(otherType, dialect, 'prepare');
    const indexes = indexSteps(input.target, input.config, dialect);
    if (input.audited && !capabilities.transactionalDdl) {
      return { ...stagedCopy(input, [...drop], indexes, dialect), warnings };
    }
    return { inside: [...drop, ...mainSteps(withHeader(create, input)), ...indexes], warnings };
  }
  if (!capabilities.transactionalDdl)
    throw noAtomicReplace(input.uniqueId, 'Make it a view or an incremental model on this target.');
  const stage = stageRelation(input);
  return {
    inside: [
      ...mainSteps(withHeader(createStatements(input, stage, false, dialect), input)),
      ...indexSteps(stage, input.config, dialect),
    ],
    staged: stage,
    publish: swapSteps(input, existing, { ...stage, type: 'table' }, dialect),
    warnings: [],
  };
}

/** Without transactions the rows are made under a stage name, and one statement makes the target of them. */
function stagedCopy(
  input: MaterializationInput,
  drop: readonly Step[],
  indexes: readonly Step[],
  dialect: Dialect,
): Omit<Replacement, 'warnings'> {
  const stage = stageRelation(input);
  return {
    inside: mainSteps(withHeader(createStatements(input, stage, true, dialect), input)),
    staged: stage,
    publish: [...drop, ...replaceByCopy(input, stage, dialect)],
    after: [...sqlSteps([dialect.dropRelation(stage, 'table')], 'cleanup'), ...indexes],
    stages: [{ ...stage, type: 'table' }],
  };
}

/** Makes the target of the rows of a stage, in one statement. */
export function replaceByCopy(
  input: MaterializationInput,
  stage: Relation,
  dialect: Dialect,
): readonly SqlStep[] {
  const sql = `select *\nfrom ${dialect.renderRelation(stage)}`;
  return sqlSteps(
    dialect.createTableAs({ relation: input.target, sql, orReplace: true, config: input.config }),
    'publish',
  );
}

function createStatements(
  input: MaterializationInput,
  relation: Relation,
  orReplace: boolean,
  dialect: Dialect,
): readonly string[] {
  return dialect.createTableAs({
    relation,
    sql: input.sql,
    ...(orReplace ? { orReplace } : {}),
    ...(input.contract === null ? {} : input.contract),
    config: input.config,
  });
}

/** What people are told where a relation of another type cannot be replaced in one step. */
export function gapWarning(input: MaterializationInput, existing: Relation): string {
  return (
    `${input.target.identifier} changes from ${existing.type} to ${input.target.type}: this warehouse cannot do that in one ` +
    'step, so the relation is missing for a moment.'
  );
}

function severalStatements(input: MaterializationInput): ProjectFailure {
  return new ProjectFailure({
    code: 'TX3117',
    message: `The contract of ${input.uniqueId} needs a create and an insert, which this warehouse cannot commit as one`,
    hint: 'Take contract.enforced from the model, or its constraints.',
    nodeId: input.uniqueId,
  });
}

/** That a relation cannot be replaced as one change on this warehouse, and what to do instead. */
export function noAtomicReplace(uniqueId: string, hint: string): ProjectFailure {
  return new ProjectFailure({
    code: 'TX3117',
    message: `${uniqueId} cannot be replaced as one change: this warehouse has neither transactional DDL nor create or replace for tables`,
    hint,
    nodeId: uniqueId,
  });
}
