import type { Capabilities } from '../adapter-api/capabilities.ts';
import type { Dialect } from '../adapter-api/dialect.ts';
import type { Relation } from '../adapter-api/relation.ts';
import { ProjectFailure } from '../errors/project-error.ts';
import { changeInPlace, changeOnCopy } from './change-frame.ts';
import { finishingSteps, grantWarnings } from './finishing-steps.ts';
import { mainSteps, sqlSteps, withHeader } from './plan-steps.ts';
import type {
  Materialization,
  MaterializationInput,
  MaterializationPlan,
  SqlStep,
  WarehouseState,
} from './plan-types.ts';
import { planReplaceTable, replaceTableNeeds } from './replace-table.ts';
import { snapshotColumns, type SnapshotColumns } from './snapshot/snapshot-columns.ts';
import { readSnapshotConfig, type SnapshotConfig } from './snapshot/snapshot-config.ts';
import { closeRowsSql, firstSnapshotSql, stagedChangesSql } from './snapshot/snapshot-sql.ts';
import { newRowsRelation, stageRelation } from './stage-relation.ts';
import { frame } from './transaction-frame.ts';

/** The history of a mutable source: a row for each state that was seen. */
export const snapshot: Materialization = {
  name: 'snapshot',
  description:
    'Keeps the history of a source: each run closes the rows that changed and adds their new state.',
  relationType: 'table',
  requires: [],
  needs: (input, existing) =>
    existing === null ? replaceTableNeeds(input) : { existingColumns: true, queryColumns: true },
  plan(input, state, dialect, capabilities) {
    const config = readSnapshotConfig(input.config);
    if (state.existing === null) {
      const sql = firstSnapshotSql(config, input.sql, dialect);
      return planReplaceTable({ ...input, sql }, state, dialect, capabilities);
    }
    if (state.existing.type !== 'table') throw wrongType(input, state.existing.type);
    return planChanges(input, config, state, dialect, capabilities);
  },
};

function planChanges(
  input: MaterializationInput,
  config: SnapshotConfig,
  state: WarehouseState,
  dialect: Dialect,
  capabilities: Capabilities,
): MaterializationPlan {
  // Without a transaction that holds everything back, tests see the change on a copy that then takes the table's place.
  const copies = input.audited && !capabilities.transactionalDdl;
  const changed = copies ? { ...input, target: stageRelation(input) } : input;
  const columns = snapshotColumns(changed, config, state, dialect);
  const staged = newRowsRelation(input, dialect);
  const prepare = sqlSteps(
    [...columns.statements, ...stageChanges(changed, config, columns, staged, dialect)],
    'prepare',
  );
  const clean = sqlSteps([dialect.dropRelation(staged, 'table')], 'cleanup');
  const finish = finishingSteps(
    input,
    { type: 'table', columns: columns.columns, grants: state.existingGrants },
    dialect,
    capabilities,
  );
  const change =
    capabilities.multiStatementTransactions && !copies
      ? closeAndInsert(changed, config, columns, staged, dialect)
      : mergeChanges(changed, config, columns, staged, dialect);
  const whole = { prepare, change, clean, finish };
  const left = [staged, ...(copies ? [changed.target] : [])];
  return {
    steps: frame(
      input,
      copies ? changeOnCopy(input, changed.target, whole, dialect) : changeInPlace(whole, capabilities),
    ),
    effects: [],
    warnings: grantWarnings(input, capabilities),
    stages: capabilities.transactionalDdl ? [] : left.map((stage) => ({ ...stage, type: 'table' })),
  };
}

function stageChanges(
  input: MaterializationInput,
  config: SnapshotConfig,
  columns: SnapshotColumns,
  staged: Relation,
  dialect: Dialect,
): readonly string[] {
  const sql = stagedChangesSql({
    config,
    dialect,
    query: input.sql,
    target: input.target,
    columns: columns.tracked,
    changed: columns.changed,
  });
  return withHeader(
    dialect.createTableAs({ relation: staged, sql, temporary: true, config: input.config }),
    input,
  );
}

function closeAndInsert(
  input: MaterializationInput,
  config: SnapshotConfig,
  columns: SnapshotColumns,
  staged: Relation,
  dialect: Dialect,
): readonly SqlStep[] {
  const source = `(\n  select *\n  from ${dialect.renderRelation(staged)}\n  where dbt_change_type = 'insert'\n)`;
  return mainSteps([
    closeRowsSql(config, input.target, staged, dialect),
    dialect.insertSelect({ target: input.target, columns: columns.insert, source }),
  ]);
}

/** Both changes in one statement, for warehouses that commit each statement by itself. */
function mergeChanges(
  input: MaterializationInput,
  config: SnapshotConfig,
  columns: SnapshotColumns,
  staged: Relation,
  dialect: Dialect,
): readonly SqlStep[] {
  const { scdId, validTo } = config.names;
  const end = columns.insert.find((name) => name.toLowerCase() === validTo.toLowerCase()) ?? validTo;
  return mainSteps([
    dialect.merge({
      target: input.target,
      source: dialect.renderRelation(staged),
      keys: [scdId],
      insertColumns: columns.insert,
      updateColumns: [end],
      predicates: ["DBT_INTERNAL_SOURCE.dbt_change_type in ('update', 'delete')"],
      insertCondition: "DBT_INTERNAL_SOURCE.dbt_change_type = 'insert'",
    }),
  ]);
}

function wrongType(input: MaterializationInput, type: string): ProjectFailure {
  return new ProjectFailure({
    code: 'TX3115',
    message: `The snapshot's table ${input.target.schema}.${input.target.identifier} is a ${type}`,
    hint: 'History is never replaced: rename what stands there, or give the snapshot another alias.',
    nodeId: input.uniqueId,
  });
}
