import { ProjectFailure } from '../errors/project-error.ts';
import { intervalsBetween } from '../intervals/boundaries.ts';
import { intervalValue, readInterval } from '../intervals/interval-values.ts';
import type { Interval } from '../intervals/interval.ts';
import type { IntervalProject } from './interval-nodes.ts';

/** The first and the last interval of a backfill as the command line names them; null where it does not. */
export interface WindowBounds {
  readonly startDate: string | null;
  readonly endDate: string | null;
}

/**
 * The intervals of a window, both ends in it. Throws ProjectFailure: TX2102 for a window without a bound, a reversed
 * one, and one that reaches into the future; TX2101 for what names no interval.
 */
export function backfillWindow(
  { startDate, endDate }: WindowBounds,
  { tx, startedAt }: IntervalProject,
): readonly Interval[] {
  if (startDate === null || endDate === null) {
    const missing = startDate === null ? (endDate === null ? 'dates' : 'a start date') : 'an end date';
    throw wrong(
      `A backfill needs ${missing}`,
      `Give the first and the last ${tx.interval.grain}, both are built: --start-date … --end-date ….`,
    );
  }
  const first = readInterval(startDate, tx.interval, '--start-date');
  const last = readInterval(endDate, tx.interval, '--end-date');
  if (last.start < first.start) {
    throw wrong(
      `The window is reversed: it starts at ${startDate} and ends at ${endDate}`,
      `Did you mean --start-date ${endDate} --end-date ${startDate}?`,
    );
  }
  if (last.start > startedAt.toISOString()) {
    const today = readable(startedAt, tx.interval);
    throw wrong(
      `The window ends in the future: ${endDate} has not begun`,
      `The last ${tx.interval.grain} that can be built is ${today} (${tx.interval.timeZone}).`,
    );
  }
  return intervalsBetween(first.start, last.end, tx.interval);
}

function readable(now: Date, settings: IntervalProject['tx']['interval']): string {
  const moment = { start: now.toISOString(), end: now.toISOString() };
  return intervalValue(moment, settings);
}

function wrong(message: string, hint: string): ProjectFailure {
  return new ProjectFailure({ code: 'TX2102', message, hint });
}
