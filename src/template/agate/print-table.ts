import { DecimalValue } from '../modules/decimal.ts';
import { atExponent, type DecimalNumber } from '../modules/decimal/decimal-number.ts';
import type { Value } from '../value.ts';
import { toText } from '../values/to-text.ts';
import type { DataTypeKind } from './data-type.ts';

/** What can be printed as a table: values by row, and the kind of each column. */
export interface PrintableTable {
  readonly columnNames: readonly string[];
  readonly kinds: readonly DataTypeKind[];
  readonly rows: readonly (readonly Value[])[];
}

/** Limits of a printed table; null is none. The defaults are agate's: 20 rows, 6 columns, 20 characters, 3 places. */
export interface TableTextOptions {
  readonly maxRows?: number | null;
  readonly maxColumns?: number | null;
  readonly maxColumnWidth?: number | null;
  readonly maxPrecision?: number | null;
}

const ELLIPSIS = '...';

const limit = (value: number | null | undefined, otherwise: number): number =>
  value === null ? Infinity : (value ?? otherwise);

/** The table in Markdown as agate's `print_table` writes it: text to the left, the rest to the right, `...` for cuts. */
export function tableText(table: PrintableTable, options: TableTextOptions = {}): string {
  const maxRows = limit(options.maxRows, 20);
  const maxColumns = limit(options.maxColumns, 6);
  const width = limit(options.maxColumnWidth, 20);
  const names = table.columnNames.slice(0, maxColumns).map((name) => cut(name, width));
  const shown = table.rows.slice(0, maxRows);
  const isWide = table.columnNames.length > maxColumns;
  const formats = names.map((_name, index) =>
    formatOf(
      table.kinds[index] ?? 'Text',
      shown.map((row) => row[index] ?? null),
      limit(options.maxPrecision, 3),
    ),
  );
  const rows = shown.map((row) => {
    const cells = formats.map((format, index) => cut(format(row[index] ?? null), width));
    return isWide ? [...cells, ELLIPSIS] : cells;
  });
  const header = isWide ? [...names, ELLIPSIS] : names;
  const widths = header.map((name, index) =>
    Math.max(name.length, ...rows.map((row) => (row[index] ?? '').length)),
  );
  const line = (cells: readonly string[]): string =>
    `|${cells.map((cell, index) => ` ${pad(cell, widths[index] ?? 0, table.kinds[index])} `).join('|')}|\n`;
  const divider = `| ${widths.map((size) => '-'.repeat(size)).join(' | ')} |\n`;
  const more = table.rows.length > maxRows ? line(header.map(() => ELLIPSIS)) : '';
  return line(header) + divider + rows.map(line).join('') + more;
}

function pad(cell: string, width: number, kind: DataTypeKind | undefined): string {
  return kind === 'Text' ? cell.padEnd(width) : cell.padStart(width);
}

function cut(text: string, width: number): string {
  return text.length > width ? text.slice(0, width - ELLIPSIS.length) + ELLIPSIS : text;
}

/** How the values of a column are written: numbers with the same number of places, as many as the longest needs. */
function formatOf(
  kind: DataTypeKind,
  values: readonly Value[],
  maxPrecision: number,
): (value: Value) => string {
  if (kind !== 'Number') return (value) => (value === null ? '' : toText(value));
  const needed = Math.max(0, ...values.map(placesOf));
  const places = Math.min(needed, maxPrecision);
  const more = needed > maxPrecision ? '…' : '';
  return (value) => {
    if (value === null) return '';
    const number = value instanceof DecimalValue ? value.number : null;
    return number === null ? toText(value) : grouped(number, places) + more;
  };
}

/** Decimal places without zeros at the end. */
function placesOf(value: Value): number {
  const number = value instanceof DecimalValue ? value.number : null;
  if (number === null) return 0;
  const fraction = fixedText(number, Math.max(0, -number.exponent)).split('.')[1] ?? '';
  return fraction.replace(/0+$/, '').length;
}

/** The number with this many places, never in scientific form. */
function fixedText(number: DecimalNumber, places: number): string {
  const { negative, coefficient } = atExponent(number, -places, 'ROUND_HALF_EVEN');
  const digits = coefficient.toString().padStart(places + 1, '0');
  const whole = digits.slice(0, digits.length - places);
  return `${negative ? '-' : ''}${whole}.${digits.slice(digits.length - places)}`;
}

function grouped(number: DecimalNumber, places: number): string {
  const [whole = '', fraction = ''] = fixedText(number, places).split('.');
  const withCommas = whole.replace(/(\d)(?=(\d{3})+$)/g, '$1,');
  return fraction === '' ? withCommas : `${withCommas}.${fraction}`;
}
