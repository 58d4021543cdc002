import type { Column } from '../adapter-api/column.ts';
import type { Dialect, Literal } from '../adapter-api/dialect.ts';
import type { Json, JsonObject } from '../config/json.ts';
import { suggest } from '../errors/did-you-mean.ts';
import { ProjectFailure } from '../errors/project-error.ts';

/** One row of a fixture: column name → value. */
export type FixtureRow = JsonObject;

/** Where a fixture stands, for messages: `'src'` or `expected output`, and the property file. */
export interface FixturePlace {
  readonly label: string;
  readonly file: string;
}

/**
 * The query that gives a fixture's rows with the types of `columns`; columns the fixture leaves out are NULL when
 * `complete`, else they are left out of the query too. Throws ProjectFailure for a column that is not there.
 */
export function fixtureSql(
  rows: readonly FixtureRow[],
  columns: readonly Column[],
  dialect: Dialect,
  place: FixturePlace,
  complete: boolean,
): string {
  for (const row of rows) checkColumns(row, columns, place);
  const given = new Set(rows.flatMap((row) => Object.keys(row).map(fold)));
  const used = complete ? columns : columns.filter((column) => given.has(fold(column.name)));
  if (rows.length === 0) {
    return `select ${columns.map((column) => cell(null, column, dialect)).join(', ')}\nwhere false`;
  }
  return rows.map((row) => rowSql(row, used, dialect)).join('\nunion all\n');
}

/** Columns of the expected rows, in the order of `columns`. */
export function expectedColumns(rows: readonly FixtureRow[], columns: readonly Column[]): readonly Column[] {
  const given = new Set(rows.flatMap((row) => Object.keys(row).map(fold)));
  return given.size === 0 ? columns : columns.filter((column) => given.has(fold(column.name)));
}

function rowSql(row: FixtureRow, columns: readonly Column[], dialect: Dialect): string {
  const values = new Map(Object.entries(row).map(([name, value]) => [fold(name), value]));
  return `select ${columns.map((column) => cell(values.get(fold(column.name)) ?? null, column, dialect)).join(', ')}`;
}

function cell(value: Json, column: Column, dialect: Dialect): string {
  return `${dialect.cast(literal(value, dialect), column.dataType)} as ${dialect.quoteIdentifier(column.name)}`;
}

function literal(value: Json, dialect: Dialect): string {
  if (value !== null && typeof value === 'object') return dialect.literal(JSON.stringify(value));
  return dialect.literal(value as Literal);
}

function checkColumns(row: FixtureRow, columns: readonly Column[], place: FixturePlace): void {
  const known = new Set(columns.map((column) => fold(column.name)));
  for (const name of Object.keys(row)) {
    if (known.has(fold(name))) continue;
    const names = columns.map((column) => column.name);
    const suggestion = suggest(name, names);
    const accepted = names.map((item) => `'${item}'`).join(', ');
    throw new ProjectFailure({
      code: 'TX3203',
      message: `Invalid column name: '${name}' in unit test fixture for ${place.label}.\nAccepted columns for ${place.label} are: [${accepted}]`,
      ...(suggestion ? { hint: `Did you mean '${suggestion}'?` } : {}),
      location: { file: place.file },
    });
  }
}

function fold(name: string): string {
  return name.toLowerCase();
}
