import type { Cell, ResultColumn } from '../../adapter-api/connection.ts';
import { integerValue } from '../modules/arguments.ts';
import { datetimeFromIso } from '../modules/datetime/datetime-class.ts';
import { DateValue } from '../modules/datetime/date.ts';
import { readIsoDay, readIsoTime } from '../modules/datetime/iso-format.ts';
import { TimeValue } from '../modules/datetime/time.ts';
import { DecimalValue } from '../modules/decimal.ts';
import type { Value } from '../value.ts';

const FLOAT_TYPE = /^(?:double|float|real)/i;

/** A cell of a query's result as a template value: doubles and decimals are decimals, dates and times Python's. */
export function cellValue(cell: Cell, column: ResultColumn): Value {
  if (cell === null || typeof cell === 'string' || typeof cell === 'boolean') return cell;
  if (typeof cell === 'bigint') return integerValue(cell);
  if (typeof cell === 'number') {
    return Number.isSafeInteger(cell) && !FLOAT_TYPE.test(column.dataType)
      ? cell
      : DecimalValue.fromFloat(cell);
  }
  if (cell instanceof Uint8Array) return bytesText(cell);
  if (cell.kind === 'decimal') return DecimalValue.parse(cell.text) ?? cell.text;
  return temporalValue(cell.kind, cell.text) ?? cell.text;
}

/** Undefined for what Python's types cannot hold: infinity, years before 1 or after 9999. */
function temporalValue(kind: 'date' | 'time' | 'timestamp', text: string): Value | undefined {
  if (kind === 'timestamp') return /^\d{4}-/.test(text) ? datetimeFromIso(text) : undefined;
  if (kind === 'time') {
    const time = readIsoTime(text);
    return time && new TimeValue(time, time.zone);
  }
  const day = readIsoDay(text);
  return day && day.year > 0 ? new DateValue(day) : undefined;
}

/** Python's text of bytes, as it is in agate's tables: `b'a\x01'`. */
function bytesText(bytes: Uint8Array): string {
  const quote = bytes.includes(0x27) && !bytes.includes(0x22) ? '"' : "'";
  const escapes: Readonly<Record<number, string>> = { 9: '\\t', 10: '\\n', 13: '\\r', 92: '\\\\' };
  const body = [...bytes].map((byte) => {
    const char = String.fromCharCode(byte);
    if (escapes[byte] !== undefined) return escapes[byte];
    if (char === quote) return `\\${char}`;
    return byte >= 0x20 && byte < 0x7f ? char : `\\x${byte.toString(16).padStart(2, '0')}`;
  });
  return `b${quote}${body.join('')}${quote}`;
}
