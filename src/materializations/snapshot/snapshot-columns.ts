import type { Column } from '../../adapter-api/column.ts';
import type { Dialect } from '../../adapter-api/dialect.ts';
import { ProjectFailure } from '../../errors/project-error.ts';
import type { MaterializationInput, WarehouseState } from '../plan-types.ts';
import { columnFinder, compareColumns } from '../schema-change.ts';
import type { SnapshotConfig } from './snapshot-config.ts';
import type { TrackedColumn } from './snapshot-sql.ts';

/** How the table of a snapshot follows the columns of its query. */
export interface SnapshotColumns {
  /** Changes of the table: wider text, new columns, the column for deletions where it was switched on later. */
  readonly statements: readonly string[];
  readonly tracked: readonly TrackedColumn[];
  /** Names for the insert: those of the query, then those of the snapshot. */
  readonly insert: readonly string[];
  /** Condition over `incoming` and `tracked` that a row changed. */
  readonly changed: string;
  /** Columns of the table afterwards. */
  readonly columns: readonly Column[];
}

/**
 * Compares the table with the query. Columns are added and text grows; nothing is dropped or retyped. Throws
 * ProjectFailure when the table lacks the columns of a snapshot.
 */
export function snapshotColumns(
  input: MaterializationInput,
  config: SnapshotConfig,
  state: WarehouseState,
  dialect: Dialect,
): SnapshotColumns {
  const inTable = columnFinder(state.existingColumns);
  const meta = metaColumns(config, inTable);
  const { added, widened } = compareColumns(state.existingColumns, state.queryColumns, dialect);
  const deletion = deletionColumn(config, inTable, dialect);
  const addedColumns = [...added, ...deletion];
  return {
    statements: [
      ...widened.flatMap((column) => dialect.alterColumnType(input.target, column)),
      ...(addedColumns.length > 0 ? dialect.addColumns(input.target, addedColumns) : []),
      ...deletion.map((column) => fillColumn(input, column.name, dialect)),
    ],
    tracked: state.queryColumns.map((column) => ({
      source: column.name,
      target: inTable(column.name)?.name ?? column.name,
    })),
    insert: [
      ...state.queryColumns.map((column) => inTable(column.name)?.name ?? column.name),
      ...meta,
      ...deletion.map((column) => column.name),
    ],
    changed: changedCondition(config, state, added, dialect),
    columns: [...state.existingColumns, ...addedColumns],
  };
}

/** The snapshot's own columns as the table spells them. */
function metaColumns(config: SnapshotConfig, inTable: (name: string) => Column | null): readonly string[] {
  const { scdId, updatedAt, validFrom, validTo, isDeleted } = config.names;
  const required = [scdId, updatedAt, validFrom, validTo];
  const missing = required.filter((name) => inTable(name) === null);
  if (missing.length > 0) {
    throw new ProjectFailure({
      code: 'TX3115',
      message: `Snapshot target is missing configured columns: ${missing.join(', ')}`,
      hint: 'The table was not made by this snapshot, or snapshot_meta_column_names changed since: rename its columns, or give the snapshot another alias.',
    });
  }
  const all = config.hardDeletes === 'new_record' ? [...required, isDeleted] : required;
  return all.flatMap((name) => inTable(name)?.name ?? []);
}

/** The column for deletions, where `new_record` was chosen after the table had been made. */
function deletionColumn(
  config: SnapshotConfig,
  inTable: (name: string) => Column | null,
  dialect: Dialect,
): readonly Column[] {
  if (config.hardDeletes !== 'new_record' || inTable(config.names.isDeleted) !== null) return [];
  return [{ name: config.names.isDeleted, dataType: dialect.seedType('text') }];
}

function fillColumn(input: MaterializationInput, name: string, dialect: Dialect): string {
  return `update ${dialect.renderRelation(input.target)}\nset ${dialect.quoteIdentifier(name)} = 'False'`;
}

function changedCondition(
  config: SnapshotConfig,
  state: WarehouseState,
  added: readonly Column[],
  dialect: Dialect,
): string {
  if (config.strategy.kind === 'timestamp') return `tracked.${config.names.validFrom} < incoming.dbt_stamp`;
  const inQuery = columnFinder(state.queryColumns);
  const inTable = columnFinder(state.existingColumns);
  const checked =
    config.strategy.columns === 'all'
      ? state.queryColumns.map((column) => column.name)
      : config.strategy.columns.map((name) => inQuery(name)?.name ?? name);
  // A checked column that the table does not have yet counts as a change of every row, as in dbt.
  if (added.some((column) => checked.includes(column.name))) return '1 = 1';
  const differs = checked.map((name) => {
    const own = inTable(name)?.name ?? name;
    return `tracked.${dialect.quoteIdentifier(own)} is distinct from incoming.${dialect.quoteIdentifier(name)}`;
  });
  return differs.length === 0 ? '1 = 0' : differs.join('\n    or ');
}
