import type { Column } from '../adapter-api/column.ts';
import type { Dialect } from '../adapter-api/dialect.ts';
import type { JsonObject } from '../config/json.ts';
import { suggest } from '../errors/did-you-mean.ts';
import { ProjectFailure } from '../errors/project-error.ts';

const MODES = ['ignore', 'fail', 'append_new_columns', 'sync_all_columns'] as const;

/** What a run does when the model's columns are no longer the table's. */
export type OnSchemaChange = (typeof MODES)[number];

/** The config's `on_schema_change`; a value that is none counts as ignore, as in dbt, with a warning. */
export function onSchemaChange(config: JsonObject): {
  readonly mode: OnSchemaChange;
  readonly warning: string | null;
  /** The value that was probably meant. */
  readonly suggestion: string | null;
} {
  const value = config['on_schema_change'] ?? 'ignore';
  const mode = MODES.find((known) => known === value);
  if (mode !== undefined) return { mode, warning: null, suggestion: null };
  const warning = `on_schema_change '${String(value)}' is not one of ${MODES.join(', ')} and counts as ignore`;
  return { mode: 'ignore', warning, suggestion: suggest(String(value), MODES) };
}

/** How the columns a query gives differ from those of a table. */
export interface SchemaDifference {
  readonly added: readonly Column[];
  /** Columns of the table that the query does not give. */
  readonly removed: readonly Column[];
  /** Columns under the table's name with the query's type, where the two differ. */
  readonly retyped: readonly Column[];
  /** Text columns of the table with the size that the query needs. */
  readonly widened: readonly Column[];
  /** Names that both have, as the table spells them and in its order. */
  readonly shared: readonly string[];
}

/** Compares the columns of a table with those of a query by name and type; text of another size is not another type. */
export function compareColumns(
  table: readonly Column[],
  query: readonly Column[],
  dialect: Dialect,
): SchemaDifference {
  const findIn = columnFinder(query);
  const inTable = columnFinder(table);
  const pairs = table.flatMap((column) => {
    const incoming = findIn(column.name);
    return incoming === null ? [] : [{ column, incoming }];
  });
  return {
    added: query.filter((column) => inTable(column.name) === null),
    removed: table.filter((column) => findIn(column.name) === null),
    retyped: pairs
      .filter(({ column, incoming }) => !sameType(column.dataType, incoming.dataType, dialect))
      .map(({ column, incoming }) => ({ name: column.name, dataType: incoming.dataType })),
    widened: pairs.flatMap(({ column, incoming }) => {
      const wider = dialect.widerStringType(column.dataType, incoming.dataType);
      return wider === null ? [] : [{ name: column.name, dataType: wider }];
    }),
    shared: pairs.map(({ column }) => column.name),
  };
}

/** Finds a column by its exact name, else by its name in any case where that names only one. */
export function columnFinder(columns: readonly Column[]): (name: string) => Column | null {
  const exact = new Map(columns.map((column) => [column.name, column]));
  return (name) => {
    const found = exact.get(name);
    if (found !== undefined) return found;
    const [folded, second] = columns.filter((column) => column.name.toLowerCase() === name.toLowerCase());
    return folded !== undefined && second === undefined ? folded : null;
  };
}

function sameType(left: string, right: string, dialect: Dialect): boolean {
  if (dialect.isString(left) && dialect.isString(right)) return true;
  return dialect.canonicalType(left) === dialect.canonicalType(right);
}

/** The error of `on_schema_change: fail`, in dbt's words, with both sides. */
export function schemaChanged(difference: SchemaDifference): ProjectFailure {
  return new ProjectFailure({
    code: 'TX3113',
    message: [
      'The source and target schemas on this incremental model are out of sync!',
      'They can be reconciled in several ways:',
      '- set the `on_schema_change` config to either append_new_columns or sync_all_columns, depending on your situation.',
      '- Re-run the incremental model with `full_refresh: True` to update the target schema.',
      '- update the schema manually and re-run the process.',
      '',
      'Additional troubleshooting context:',
      `Source columns not in target: ${listed(difference.added)}`,
      `Target columns not in source: ${listed(difference.removed)}`,
      `New column types: ${listed(difference.retyped)}`,
    ].join('\n'),
  });
}

function listed(columns: readonly Column[]): string {
  return `[${columns.map((column) => `${column.name} ${column.dataType}`).join(', ')}]`;
}
