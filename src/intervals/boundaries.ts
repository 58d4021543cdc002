import type { Grain, Interval, IntervalSettings } from './interval.ts';
import { asUtc, firstInstantOf, localTime, type LocalTime } from './local-time.ts';

const HOUR = 3_600_000;

/** The start of the interval that holds an instant (milliseconds since the epoch). */
export function startOf(instant: number, { grain, timeZone }: IntervalSettings): number {
  const local = localTime(instant, timeZone);
  if (grain === 'hour') return hourStart(instant, timeZone);
  return firstInstantOf(beginning(local, grain), timeZone);
}

/** Where clocks move by half an hour, going back to a full hour may pass the move, and ends at no full hour. */
function hourStart(instant: number, timeZone: string): number {
  const { minute, second } = localTime(instant, timeZone);
  const into = (minute * 60 + second) * 1000 + (((instant % 1000) + 1000) % 1000);
  return into === 0 ? instant : hourStart(instant - into, timeZone);
}

/** The start of the interval behind the one that starts here. */
export function nextStart(start: number, settings: IntervalSettings): number {
  const { grain, timeZone } = settings;
  if (grain === 'hour') {
    // Where clocks move by half an hour an hour of the clock lasts longer, and the next begins behind it.
    const next = startOf(start + HOUR, settings);
    return next > start ? next : startOf(start + 2 * HOUR, settings);
  }
  return firstInstantOf(moved(beginning(localTime(start, timeZone), grain), grain, 1), timeZone);
}

/** The interval that holds an instant. */
export function intervalAt(instant: number, settings: IntervalSettings): Interval {
  const start = startOf(instant, settings);
  return { start: iso(start), end: iso(nextStart(start, settings)) };
}

/** Every interval from the one that starts at `from` until the one that ends at `end`, in order. */
export function intervalsBetween(from: string, end: string, settings: IntervalSettings): readonly Interval[] {
  const found: Interval[] = [];
  const last = Date.parse(end);
  for (let start = startOf(Date.parse(from), settings); start < last;) {
    const next = nextStart(start, settings);
    found.push({ start: iso(start), end: iso(next) });
    start = next;
  }
  return found;
}

/** An instant as intervals write it. */
function iso(instant: number): string {
  return new Date(instant).toISOString();
}

function beginning(local: LocalTime, grain: Exclude<Grain, 'hour'>): LocalTime {
  const midnight = { ...local, hour: 0, minute: 0, second: 0 };
  if (grain === 'day') return midnight;
  if (grain === 'week') {
    const weekday = (new Date(asUtc(midnight)).getUTCDay() + 6) % 7;
    return moved(midnight, 'day', -weekday);
  }
  return grain === 'month' ? { ...midnight, day: 1 } : { ...midnight, day: 1, month: 1 };
}

function moved(local: LocalTime, grain: Exclude<Grain, 'hour'>, count: number): LocalTime {
  const days = grain === 'day' ? count : grain === 'week' ? 7 * count : 0;
  const at = asUtc({
    ...local,
    day: local.day + days,
    month: local.month + (grain === 'month' ? count : 0),
    year: local.year + (grain === 'year' ? count : 0),
  });
  return localTime(at, 'UTC');
}
