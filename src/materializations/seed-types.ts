import type { Column } from '../adapter-api/column.ts';
import type { Dialect } from '../adapter-api/dialect.ts';
import { ProjectFailure } from '../errors/project-error.ts';
import { isSeedDate, isSeedDateTime, isSeedIsoDateTime } from './seed-date.ts';
import { needsDecimals, numberSize, type NumberSize } from './seed-number.ts';

/** What a seed's column holds, in the order in which dbt tries them. */
export type SeedKind = 'integer' | 'number' | 'date' | 'datetime' | 'boolean' | 'text';

/** A column of a seed; a column whose type the config names is taken as text, for the warehouse to read. */
export interface SeedColumn extends Column {
  readonly kind: SeedKind;
}

/** How the columns of a seed get their types. */
export interface SeedTypeOptions {
  /** `column_types` of the config: header → type of the warehouse. */
  readonly overrides: Readonly<Record<string, string>>;
  readonly dialect: Dialect;
}

/**
 * The columns of a seed: names made unique as dbt makes them, types from `column_types` or from the values. Throws
 * ProjectFailure when a row has more values than the header.
 */
export function inferSeedColumns(
  header: readonly string[],
  rows: Iterable<readonly (string | null)[]>,
  options: SeedTypeOptions,
): readonly SeedColumn[] {
  const all = [...rows];
  const names = seedColumnNames(header.length > 0 ? header : letters(longest(all)));
  all.forEach((row, index) => checkWidth(row, index, names.length));
  return names.map((name, index) => {
    const override = Object.hasOwn(options.overrides, name) ? options.overrides[name] : undefined;
    if (override !== undefined) return { name, dataType: override, kind: 'text' };
    const kind = seedKind(all.map((row) => row[index] ?? null));
    return { name, dataType: options.dialect.seedType(kind), kind };
  });
}

/** Names of a seed's columns: a blank header becomes a letter by its place, a repeated one gets `_2`, `_3`, … */
export function seedColumnNames(header: readonly string[]): readonly string[] {
  const taken = new Set<string>();
  return header.map((given, index) => {
    const base = given === '' ? letterName(index) : given;
    let name = base;
    for (let count = 2; taken.has(name); count += 1) name = `${base}_${count}`;
    taken.add(name);
    return name;
  });
}

/** The narrowest kind that all values of a column have; a column without values counts as integer, as in dbt. */
export function seedKind(values: readonly (string | null)[]): SeedKind {
  const given = values.filter((value): value is string => value !== null && !isNull(value));
  const sizes = numberSizes(given);
  if (sizes !== null) return needsDecimals(sizes) ? 'number' : 'integer';
  if (given.every(isSeedDate)) return 'date';
  if (given.every(isSeedDateTime) || given.every(isSeedIsoDateTime)) return 'datetime';
  if (given.every(isSeedBoolean)) return 'boolean';
  return 'text';
}

/** Sizes of all values as numbers; null when one of them is no number. */
function numberSizes(values: readonly string[]): readonly (NumberSize | null)[] | null {
  const sizes: (NumberSize | null)[] = [];
  for (const value of values) {
    const size = numberSize(value);
    if (size === undefined) return null;
    sizes.push(size);
  }
  return sizes;
}

/** dbt reads nothing, and the word null in any case, as NULL. */
function isNull(value: string): boolean {
  const text = value.trim().toLowerCase();
  return text === '' || text === 'null';
}

function isSeedBoolean(value: string): boolean {
  const text = value.replaceAll(',', '').trim().toLowerCase();
  return text === 'true' || text === 'false' || text === '';
}

function checkWidth(row: readonly (string | null)[], index: number, width: number): void {
  if (row.length <= width) return;
  throw new ProjectFailure({
    code: 'TX3116',
    message: `Row ${index} has ${row.length} values, but Table only has ${width} columns.`,
    hint: 'Quote values that hold the delimiter, or add the missing column names to the header.',
  });
}

function longest(rows: readonly (readonly unknown[])[]): number {
  return rows.reduce((most, row) => Math.max(most, row.length), 0);
}

function letters(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => letterName(index));
}

/** a … z, aa, bb, … */
function letterName(index: number): string {
  return String.fromCharCode(97 + (index % 26)).repeat(Math.floor(index / 26) + 1);
}
