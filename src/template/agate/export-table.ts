import { DateTimeValue } from '../modules/datetime/datetime.ts';
import { DecimalValue } from '../modules/decimal.ts';
import { jsonText } from '../runtime/json-text.ts';
import type { Value } from '../value.ts';
import { toFloat } from '../values/float.ts';
import { toText } from '../values/to-text.ts';
import type { PrintableTable } from './print-table.ts';

function csvField(value: Value): string {
  if (value === null) return '';
  const text = value instanceof DateTimeValue ? value.iso('T') : toText(value);
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** The table as CSV with a header, as agate's `print_csv` writes it. */
export function csvText(table: PrintableTable): string {
  const lines = [table.columnNames, ...table.rows].map((row) => {
    const line = row.map(csvField).join(',');
    return line === '' && row.length === 1 ? '""' : line;
  });
  return lines.map((line) => `${line}\n`).join('');
}

function jsonValue(value: Value): Value {
  if (value instanceof DecimalValue) return toFloat(value.toNumber());
  if (value instanceof DateTimeValue) return value.iso('T');
  return value === null || typeof value !== 'object' ? value : toText(value);
}

/** The table as a JSON list of objects, or, with `newline`, an object a line, as agate's `print_json` writes it. */
export function tableJson(table: PrintableTable, indent: number | null, newline: boolean): string {
  const objects = table.rows.map(
    (row) => new Map(table.columnNames.map((name, index) => [name as Value, jsonValue(row[index] ?? null)])),
  );
  if (!newline) return jsonText(objects, indent, false);
  return objects.map((object) => `${jsonText(object, null, false)}\n`).join('');
}
