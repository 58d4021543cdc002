import type { Capabilities } from '../adapter-api/capabilities.ts';
import type { Dialect } from '../adapter-api/dialect.ts';
import type { ExistingRelation, Relation } from '../adapter-api/relation.ts';
import { ProjectFailure } from '../errors/project-error.ts';
import { changeInPlace, changeOnCopy, type TableChange } from './change-frame.ts';
import { chooseStrategy, type ChosenStrategy } from './choose-strategy.ts';
import { finishingSteps, grantWarnings } from './finishing-steps.ts';
import { incrementalContractError, predicatesOf, uniqueKeyOf } from './incremental-config.ts';
import { asksForKeys, keyCheckSteps } from './key-check.ts';
import { mainSteps, sqlSteps, withHeader } from './plan-steps.ts';
import type {
  IncrementalStrategy,
  KeyPolicies,
  Materialization,
  MaterializationInput,
  MaterializationPlan,
  SqlStep,
  WarehouseState,
} from './plan-types.ts';
import { comparesColumns, reconcileColumns, type Reconciliation } from './reconcile-columns.ts';
import { planReplaceTable, replaceTableNeeds } from './replace-table.ts';
import { newRowsRelation, stageRelation } from './stage-relation.ts';
import { strategyMacroStep } from './strategy-macro.ts';
import { frame } from './transaction-frame.ts';

/** A table that later runs change instead of building it anew. */
export const incremental: Materialization = {
  name: 'incremental',
  description: 'Builds the table once, then brings only new rows in, by the incremental_strategy.',
  relationType: 'table',
  requires: [],
  needs: (input, existing) =>
    buildsAnew(input, existing)
      ? replaceTableNeeds(input)
      : { existingColumns: true, queryColumns: comparesColumns(input) || 'for-sized-text' },
  plan(input, state, dialect, capabilities) {
    const chosen = chooseStrategy(input, capabilities);
    const contractError = input.contract === null ? null : incrementalContractError(input.config);
    if (contractError !== null) throw new ProjectFailure({ ...contractError, nodeId: input.uniqueId });
    if (buildsAnew(input, state.existing)) {
      return planReplaceTable(input, state, dialect, capabilities, preparation(chosen, input, dialect));
    }
    return planChange(input, state, chosen, dialect, capabilities);
  },
};

function preparation(
  chosen: ChosenStrategy,
  input: MaterializationInput,
  dialect: Dialect,
): readonly SqlStep[] {
  return chosen.kind === 'built-in' ? (chosen.strategy.prepare?.(input, dialect) ?? []) : [];
}

/** A first run, a full refresh, and a relation that is no table: the table is built anew. */
function buildsAnew(input: MaterializationInput, existing: ExistingRelation | null): boolean {
  const refresh = input.fullRefresh && (input.batch === null || input.batch.first);
  return existing === null || existing.type !== 'table' || refresh;
}

/** A change of the table, and the temporary relation of its new rows where there is one. */
interface ChangeParts extends Omit<TableChange, 'finish'> {
  readonly rows: Relation | null;
}

function planChange(
  input: MaterializationInput,
  state: WarehouseState,
  chosen: ChosenStrategy,
  dialect: Dialect,
  capabilities: Capabilities,
): MaterializationPlan {
  const inPlace = reconcileColumns(input, state, dialect);
  const copies = changesCopy(input, chosen, inPlace, capabilities);
  const changed = copies ? { ...input, target: stageRelation(input) } : input;
  const table = copies ? reconcileColumns(changed, state, dialect) : inPlace;
  const { rows, ...parts } = changeParts(changed, table, chosen, dialect, capabilities);
  const finish = finishingSteps(
    input,
    { type: 'table', columns: table.columns, grants: state.existingGrants },
    dialect,
    capabilities,
  );
  const change = { ...parts, finish };
  const warnings = [...orphanWarnings(table, chosen), ...grantWarnings(input, capabilities)];
  const left = [...(copies ? [changed.target] : []), ...(rows === null ? [] : [rows])];
  return {
    steps: frame(
      input,
      copies ? changeOnCopy(input, changed.target, change, dialect) : changeInPlace(change, capabilities),
    ),
    effects: [],
    warnings,
    stages: capabilities.transactionalDdl ? [] : left.map((stage) => ({ ...stage, type: 'table' })),
  };
}

/**
 * Whether a change is made on a copy of the table that then takes its place: where tests are to see it first and no
 * transaction can hold all of it back. A strategy that the project wrote names its target itself and stays in place.
 */
function changesCopy(
  input: MaterializationInput,
  chosen: ChosenStrategy,
  table: Reconciliation,
  capabilities: Capabilities,
): boolean {
  if (!input.audited || capabilities.transactionalDdl || chosen.kind === 'macro') return false;
  return !capabilities.multiStatementTransactions || table.statements.length > 0;
}

function changeParts(
  input: MaterializationInput,
  table: Reconciliation,
  chosen: ChosenStrategy,
  dialect: Dialect,
  capabilities: Capabilities,
): ChangeParts {
  const alter = [...sqlSteps(table.statements, 'prepare'), ...preparation(chosen, input, dialect)];
  const keys = chosen.kind === 'built-in' ? chosen.strategy.keys(input) : uniqueKeyOf(input.config);
  const policies = policiesOf(chosen, input);
  const checked = keys.length > 0 && asksForKeys(policies);
  const inline =
    chosen.kind === 'built-in' &&
    !checked &&
    table.statements.length === 0 &&
    chosen.strategy.inlinesQuery(input, dialect, capabilities);
  if (inline) {
    const change = strategySteps(chosen.strategy, input, `(\n${input.sql}\n)`, table, dialect);
    return { prepare: alter, change: headed(change, input), clean: [], rows: null };
  }
  const rows = newRowsRelation(input, dialect);
  const change =
    chosen.kind === 'macro'
      ? [strategyMacroStep(chosen.macro, rows)]
      : strategySteps(chosen.strategy, input, dialect.renderRelation(rows), table, dialect);
  const { collect, clean } = collectRows(input, rows, dialect);
  const check = keyCheckSteps(rows, keys, policies, dialect);
  return { prepare: [...collect, ...check, ...alter], change, clean, rows };
}

function policiesOf(chosen: ChosenStrategy, { keyPolicies }: MaterializationInput): KeyPolicies {
  const keyNamesSet = chosen.kind === 'built-in' && chosen.strategy.keyNamesSet === true;
  return keyNamesSet ? { ...keyPolicies, duplicates: 'ignore' } : keyPolicies;
}

/** The new rows in a temporary relation, and its removal: the session may serve other nodes afterwards. */
function collectRows(
  input: MaterializationInput,
  rows: Relation,
  dialect: Dialect,
): { readonly collect: readonly SqlStep[]; readonly clean: readonly SqlStep[] } {
  const create = dialect.createTableAs({
    relation: rows,
    sql: input.sql,
    temporary: true,
    config: input.config,
  });
  return {
    collect: sqlSteps(withHeader(create, input), 'prepare'),
    clean: sqlSteps([dialect.dropRelation(rows, 'table')], 'cleanup'),
  };
}

function strategySteps(
  strategy: IncrementalStrategy,
  input: MaterializationInput,
  source: string,
  table: Reconciliation,
  dialect: Dialect,
): readonly SqlStep[] {
  return strategy.plan({
    input,
    dialect,
    source,
    columns: table.insertColumns,
    uniqueKey: uniqueKeyOf(input.config),
    predicates: predicatesOf(input.config),
  });
}

function headed(steps: readonly SqlStep[], input: MaterializationInput): readonly SqlStep[] {
  return mainSteps(
    withHeader(
      steps.map((step) => step.sql),
      input,
    ),
  );
}

/** Rows that are replaced whole lose what they had in columns that the model no longer gives. */
function orphanWarnings(table: Reconciliation, chosen: ChosenStrategy): readonly string[] {
  if (table.orphans.length === 0) return [];
  if (chosen.kind === 'macro' || chosen.strategy.name === 'merge') return [];
  return [
    `The model no longer gives ${table.orphans.join(', ')}: rows that are replaced get NULL there. ` +
      'Give the columns again, or use on_schema_change: sync_all_columns to drop them.',
  ];
}
