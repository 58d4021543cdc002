import {
  DuckDBBlobValue,
  DuckDBDateValue,
  DuckDBDecimalValue,
  DuckDBMapValue,
  DuckDBTimestampMillisecondsValue,
  DuckDBTimestampNanosecondsValue,
  DuckDBTimestampSecondsValue,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
  DuckDBTimeValue,
  type DuckDBValue,
} from '@duckdb/node-api';
import type { Cell } from '../../src/adapter-api/connection.ts';

const MICROS_PER_SECOND = 1_000_000n;

/** An instant in microseconds since the epoch as `2024-01-31 10:20:30[.ffffff]`. */
function timestampText(micros: bigint): string {
  const seconds =
    micros >= 0n ? micros / MICROS_PER_SECOND : -((-micros + MICROS_PER_SECOND - 1n) / MICROS_PER_SECOND);
  const fraction = micros - seconds * MICROS_PER_SECOND;
  const base = new Date(Number(seconds) * 1000).toISOString().slice(0, 19).replace('T', ' ');
  return fraction === 0n ? base : `${base}.${fraction.toString().padStart(6, '0')}`;
}

/** A DuckDB value as a cell; lists, structs and the like as their text. */
export function toCell(value: DuckDBValue): Cell {
  if (value === null || typeof value !== 'object') return value as Cell;
  if (value instanceof DuckDBDecimalValue) return { kind: 'decimal', text: value.toString() };
  if (value instanceof DuckDBDateValue) return { kind: 'date', text: value.toString(), zone: false };
  if (value instanceof DuckDBTimeValue) return { kind: 'time', text: value.toString(), zone: false };
  if (value instanceof DuckDBTimestampTZValue) {
    return { kind: 'timestamp', text: `${timestampText(value.micros)}+00:00`, zone: true };
  }
  if (value instanceof DuckDBTimestampValue) {
    return { kind: 'timestamp', text: timestampText(value.micros), zone: false };
  }
  if (
    value instanceof DuckDBTimestampSecondsValue ||
    value instanceof DuckDBTimestampMillisecondsValue ||
    value instanceof DuckDBTimestampNanosecondsValue
  ) {
    return { kind: 'timestamp', text: value.toString(), zone: false };
  }
  if (value instanceof DuckDBBlobValue) return value.bytes;
  return nestedText(value);
}

/** Lists and structs as JSON, everything else as DuckDB prints it. */
function nestedText(value: DuckDBValue): string {
  const json = toJson(value);
  return typeof json === 'string' ? json : jsonText(json);
}

/** JSON with a space after commas and colons, as dbt's tables show it. */
function jsonText(json: unknown): string {
  if (Array.isArray(json)) return `[${json.map(jsonText).join(', ')}]`;
  if (json === null || typeof json !== 'object') return JSON.stringify(json);
  const entries = Object.entries(json).map(([key, item]) => `${JSON.stringify(key)}: ${jsonText(item)}`);
  return `{${entries.join(', ')}}`;
}

function toJson(value: DuckDBValue): unknown {
  if (value === null || typeof value === 'number' || typeof value === 'boolean' || typeof value === 'string')
    return value;
  if (typeof value === 'bigint')
    return Number.isSafeInteger(Number(value)) ? Number(value) : value.toString();
  if ('items' in value && Array.isArray(value.items))
    return value.items.map((item) => toJson(item as DuckDBValue));
  if ('entries' in value && typeof value.entries === 'object' && !Array.isArray(value.entries)) {
    return Object.fromEntries(
      Object.entries(value.entries as Record<string, DuckDBValue>).map(([key, item]) => [key, toJson(item)]),
    );
  }
  if (value instanceof DuckDBMapValue) {
    return Object.fromEntries(
      value.entries.map(({ key, value: item }) => [String(toJson(key)), toJson(item)]),
    );
  }
  if (value instanceof DuckDBDecimalValue) return Number(value.toString());
  return String(value);
}
