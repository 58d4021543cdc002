import type { Column } from '../adapter-api/column.ts';
import type { Dialect } from '../adapter-api/dialect.ts';
import type { MaterializationInput, WarehouseState } from './plan-types.ts';
import { compareColumns, onSchemaChange, schemaChanged, type SchemaDifference } from './schema-change.ts';

/** How a table is made ready for the rows of a query. */
export interface Reconciliation {
  /** Changes of the table, in order. */
  readonly statements: readonly string[];
  /** Columns that new rows bring, as the table spells them and in its order. */
  readonly insertColumns: readonly string[];
  /** Columns of the table afterwards. */
  readonly columns: readonly Column[];
  /** Columns that the model no longer gives although the table keeps them. */
  readonly orphans: readonly string[];
}

/** Whether the columns of the query decide what happens to the table; else only the sizes of its text columns do. */
export function comparesColumns({ config }: MaterializationInput): boolean {
  return onSchemaChange(config).mode !== 'ignore';
}

/**
 * Applies `on_schema_change` to an incremental model's table: text columns grow as the rows need, columns are added,
 * dropped and retyped as the mode says. Throws ProjectFailure when the mode is `fail` and the columns differ.
 */
export function reconcileColumns(
  input: MaterializationInput,
  state: WarehouseState,
  dialect: Dialect,
): Reconciliation {
  const { mode } = onSchemaChange(input.config);
  const table = state.existingColumns;
  const keep = { columns: table, insertColumns: table.map((column) => column.name), orphans: [] };
  // A query without columns was not read, or need not be; taking it at its word would drop every column.
  if (state.queryColumns.length === 0) return { ...keep, statements: [] };
  const difference = compareColumns(table, state.queryColumns, dialect);
  const widen = difference.widened.flatMap((column) => dialect.alterColumnType(input.target, column));
  if (mode === 'ignore') return { ...keep, statements: widen };
  const { added, removed, retyped, shared } = difference;
  if (mode === 'fail') {
    if (added.length + removed.length + retyped.length > 0) throw schemaChanged(difference);
    return { ...keep, statements: widen };
  }
  const insertColumns = [...shared, ...added.map((column) => column.name)];
  const add = added.length > 0 ? dialect.addColumns(input.target, added) : [];
  if (mode === 'append_new_columns') {
    return {
      ...keep,
      statements: [...widen, ...add],
      insertColumns,
      columns: [...table, ...added],
      orphans: removed.map((column) => column.name),
    };
  }
  return {
    ...keep,
    statements: [...widen, ...add, ...dropAndRetype(input, difference, dialect)],
    insertColumns,
    columns: [...table.filter((column) => !removed.includes(column)), ...added],
  };
}

function dropAndRetype(
  input: MaterializationInput,
  { removed, retyped }: SchemaDifference,
  dialect: Dialect,
): readonly string[] {
  const names = removed.map((column) => column.name);
  return [
    ...(names.length > 0 ? dialect.dropColumns(input.target, names) : []),
    ...retyped.flatMap((column) => dialect.alterColumnType(input.target, column)),
  ];
}
