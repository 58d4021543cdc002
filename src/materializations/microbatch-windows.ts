import type { JsonObject } from '../config/json.ts';
import { ProjectFailure } from '../errors/project-error.ts';
import { isBatchSize, type BatchSize } from './microbatch-config.ts';

/** One batch: ISO 8601 instants in UTC (`2024-01-01T00:00:00+00:00`), end exclusive. */
export interface MicrobatchWindow {
  /** dbt's batch id: the start, as `20240101`, `20240101T05`, `202401` or `2024`. */
  readonly id: string;
  readonly start: string;
  readonly end: string;
  readonly first: boolean;
  readonly last: boolean;
}

/** What decides which windows a run covers. */
export interface MicrobatchRequest {
  /** Config of the model: `batch_size`, `begin`, `lookback`. */
  readonly config: JsonObject;
  /** `--event-time-start`, inclusive, UTC; null when not given. */
  readonly eventTimeStart: string | null;
  /** `--event-time-end`, exclusive, UTC; null when not given. */
  readonly eventTimeEnd: string | null;
  readonly now: Date;
  /** True when the table is to be built anew: the windows then start at `begin`. */
  readonly firstRun: boolean;
  /** Bounds of single windows to run instead (retry). */
  readonly only?: readonly (readonly [string, string])[];
}

/**
 * The windows of a microbatch run in order, by dbt's rule: whole batches up to the one that holds the end (the flag, or
 * now), from the start flag, or `begin` on a first run, or `lookback` batches before the last. Empty when that range
 * holds none. Throws ProjectFailure when a time cannot be read.
 */
export function microbatches(request: MicrobatchRequest): readonly MicrobatchWindow[] {
  const size = batchSizeOf(request.config);
  if (request.only)
    return number(request.only.map(([start, end]) => bounds(instant(start), instant(end), size)));
  const end = ceiling(request.eventTimeEnd === null ? request.now : instant(request.eventTimeEnd), size);
  let start = firstStart(request, end, size);
  const windows: Omit<MicrobatchWindow, 'first' | 'last'>[] = [];
  while (start < end) {
    const next = addBatches(start, size, 1);
    windows.push(bounds(start, next, size));
    start = next;
  }
  return number(windows);
}

function firstStart(request: MicrobatchRequest, end: Date, size: BatchSize): Date {
  if (request.eventTimeStart !== null) return truncate(instant(request.eventTimeStart), size);
  if (request.firstRun) return truncate(instant(String(request.config['begin'])), size);
  const lookback = request.config['lookback'];
  return addBatches(end, size, -1 - (typeof lookback === 'number' ? lookback : 1));
}

function batchSizeOf(config: JsonObject): BatchSize {
  const size = config['batch_size'];
  if (isBatchSize(size)) return size;
  throw new ProjectFailure({
    code: 'TX3114',
    message: `A microbatch model must provide a 'batch_size' of hour, day, month or year, but got: ${String(size)}`,
  });
}

function number(windows: readonly Omit<MicrobatchWindow, 'first' | 'last'>[]): readonly MicrobatchWindow[] {
  return windows.map((window, index) => ({
    ...window,
    first: index === 0,
    last: index === windows.length - 1,
  }));
}

function bounds(start: Date, end: Date, size: BatchSize): Omit<MicrobatchWindow, 'first' | 'last'> {
  return { id: batchId(start, size), start: isoText(start), end: isoText(end) };
}

/** Characters of `2024-01-01T05` that name a batch of each size. */
const ID_LENGTH: Readonly<Record<BatchSize, number>> = { hour: 13, day: 10, month: 7, year: 4 };

function batchId(start: Date, size: BatchSize): string {
  return start.toISOString().slice(0, ID_LENGTH[size]).replaceAll('-', '');
}

function isoText(at: Date): string {
  return `${at.toISOString().slice(0, 19)}+00:00`;
}

const INSTANT = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?))?\s*(Z|[+-]\d\d:?\d\d)?$/;

/** Reads a date or a date with a time; without a zone it is UTC. */
function instant(text: string): Date {
  const match = INSTANT.exec(text.trim());
  const [, day, time, zone] = match ?? [];
  const at = new Date(`${day}T${time ?? '00:00:00'}${zone ?? 'Z'}`);
  if (match !== null && !Number.isNaN(at.getTime())) return at;
  throw new ProjectFailure({
    code: 'TX3114',
    message: `'${text}' is not a date or a date with a time`,
    hint: 'Write it as 2024-01-31 or 2024-01-31 10:20:30 (UTC).',
  });
}

function truncate(at: Date, size: BatchSize): Date {
  const [year, month, day, hour] = [at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate(), at.getUTCHours()];
  switch (size) {
    case 'year':
      return new Date(Date.UTC(year, 0, 1));
    case 'month':
      return new Date(Date.UTC(year, month, 1));
    case 'day':
      return new Date(Date.UTC(year, month, day));
    case 'hour':
      return new Date(Date.UTC(year, month, day, hour));
  }
}

function ceiling(at: Date, size: BatchSize): Date {
  const start = truncate(at, size);
  return start.getTime() === at.getTime() ? start : addBatches(start, size, 1);
}

/** Moves a batch boundary by whole batches. */
function addBatches(boundary: Date, size: BatchSize, count: number): Date {
  const moved = new Date(boundary);
  if (size === 'year') moved.setUTCFullYear(moved.getUTCFullYear() + count);
  if (size === 'month') moved.setUTCMonth(moved.getUTCMonth() + count);
  if (size === 'day') moved.setUTCDate(moved.getUTCDate() + count);
  if (size === 'hour') moved.setUTCHours(moved.getUTCHours() + count);
  return moved;
}
