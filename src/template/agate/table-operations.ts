import { TemplateFault } from '../runtime/template-fault.ts';
import type { Value } from '../value.ts';
import { equals } from '../values/equals.ts';
import { toArray } from '../values/iterate.ts';
import { toText } from '../values/to-text.ts';
import type { DataTypeKind } from './data-type.ts';
import { compareNullsLast } from './sort.ts';
import type { TableContent } from './table-content.ts';

/** One name or a list of them. */
export function namesArgument(value: Value): readonly string[] {
  return typeof value === 'string' ? [value] : toArray(value).map(toText);
}

function indexOfColumn(table: TableContent, name: string): number {
  const index = table.columnNames.indexOf(name);
  if (index === -1) {
    throw new TemplateFault(
      `the table has no column '${name}'`,
      `Its columns are ${table.columnNames.join(', ')}.`,
    );
  }
  return index;
}

function withColumns(table: TableContent, indexes: readonly number[]): TableContent {
  return {
    columnNames: indexes.map((index) => table.columnNames[index] ?? ''),
    kinds: indexes.map((index): DataTypeKind => table.kinds[index] ?? 'Text'),
    rows: table.rows.map((row) => indexes.map((index) => row[index] ?? null)),
    print: table.print,
  };
}

/** Only these columns, in this order. Throws TemplateFault for one that does not exist. */
export function selectColumns(table: TableContent, names: readonly string[]): TableContent {
  return withColumns(
    table,
    names.map((name) => indexOfColumn(table, name)),
  );
}

/** All columns but these. */
export function excludeColumns(table: TableContent, names: readonly string[]): TableContent {
  const kept = table.columnNames.flatMap((name, index) => (names.includes(name) ? [] : [index]));
  return withColumns(table, kept);
}

/** New names, as a list for all columns or a dict for some. */
export function renameColumns(table: TableContent, names: Value, slugify: boolean): TableContent {
  const renamed = newNames(table, names);
  const columnNames = slugify ? renamed.map(slug) : renamed;
  return { columnNames, kinds: table.kinds, rows: table.rows, print: table.print };
}

function newNames(table: TableContent, names: Value): readonly string[] {
  if (names === null) return table.columnNames;
  if (names instanceof Map) {
    return table.columnNames.map((name) => {
      const renamed = names.get(name);
      return renamed === undefined ? name : toText(renamed);
    });
  }
  const list = namesArgument(names);
  return table.columnNames.map((name, index) => list[index] ?? name);
}

function slug(name: string): string {
  const plain = name.normalize('NFKD').replace(/\p{M}/gu, '');
  return plain
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_|_$/g, '');
}

/** Rows in another order; rows that are equal under it keep theirs. */
export function orderRows(
  table: TableContent,
  keys: readonly (readonly Value[])[],
  reverse: boolean,
): TableContent {
  const sign = reverse ? -1 : 1;
  const order = table.rows.map((_row, index) => index);
  order.sort((a, b) => sign * compareKeys(keys[a] ?? [], keys[b] ?? []));
  return withRows(
    table,
    order.map((index) => table.rows[index] ?? []),
  );
}

function compareKeys(a: readonly Value[], b: readonly Value[]): number {
  for (const [index, value] of a.entries()) {
    const order = compareNullsLast(value, b[index] ?? null);
    if (order !== 0) return order;
  }
  return 0;
}

/** The same columns with other rows. */
export function withRows(table: TableContent, rows: readonly (readonly Value[])[]): TableContent {
  return { columnNames: table.columnNames, kinds: table.kinds, rows, print: table.print };
}

/** For each row, its values in these columns. */
export function keysOf(table: TableContent, names: readonly string[]): readonly (readonly Value[])[] {
  const indexes = names.map((name) => indexOfColumn(table, name));
  return table.rows.map((row) => indexes.map((index) => row[index] ?? null));
}

/** The first row of each key. */
export function distinctRows(table: TableContent, keys: readonly (readonly Value[])[]): TableContent {
  const seen = new Map<string, (readonly Value[])[]>();
  const rows = table.rows.filter((_row, index) => {
    const key = keys[index] ?? [];
    const bucket = seen.get(key.map(toText).join('\0')) ?? [];
    if (bucket.some((other) => other.every((value, at) => equals(value, key[at] ?? null)))) return false;
    bucket.push(key);
    seen.set(key.map(toText).join('\0'), bucket);
    return true;
  });
  return withRows(table, rows);
}
