import { ProjectFailure } from '../errors/project-error.ts';
import { intervalAt, startOf } from './boundaries.ts';
import type { Grain, Interval, IntervalSettings } from './interval.ts';
import { asUtc, firstInstantOf, instantsOf, localTime, zoneOffset, type LocalTime } from './local-time.ts';

const VALUE =
  /^(\d{4})(?:-?(\d\d)(?:-?(\d\d))?)?(?:[T ](\d\d)(?::?(\d\d)(?::?(\d\d)(?:\.0+)?)?)?\s*(Z|[+-]\d\d:?\d\d)?)?$/;
const WEEK = /^(\d{4})-?W(\d\d)$/;

/** How an interval of each grain is written, for messages. */
const EXAMPLES: Readonly<Record<Grain, string>> = {
  hour: '2026-05-26T14',
  day: '2026-05-26',
  week: '2026-05-25 or 2026-W22',
  month: '2026-05',
  year: '2026',
};

/**
 * The interval that the value of the interval's variable names: the day `2026-05-26`, the month `2026-05`, the hour
 * `2026-05-26T14` (with an offset, `+02:00`, where clocks show an hour twice). A longer value must be the start of its
 * interval; for weeks any day will do. Throws ProjectFailure TX2101.
 */
export function readInterval(value: unknown, settings: IntervalSettings, name: string): Interval {
  const text = value instanceof Date ? value.toISOString() : String(value).trim();
  const start = startNamed(text, settings);
  if (start === null) throw unreadable(text, name, settings.grain);
  if (settings.grain !== 'week' && startOf(start, settings) !== start) {
    throw notAStart(text, name, settings);
  }
  return intervalAt(start, settings);
}

/** The instant that a value names in the settings' zone; null when it is not a time. */
function startNamed(text: string, { timeZone, grain }: IntervalSettings): number | null {
  const week = WEEK.exec(text);
  if (week) return grain === 'week' ? weekStart(Number(week[1]), Number(week[2]), timeZone) : null;
  const match = VALUE.exec(text);
  if (match === null) return null;
  const [, year, month, day, hour, minute, second, zone] = match;
  if (tooShort(match, grain)) return null;
  const local: LocalTime = {
    year: Number(year),
    month: Number(month ?? 1),
    day: Number(day ?? 1),
    hour: Number(hour ?? 0),
    minute: Number(minute ?? 0),
    second: Number(second ?? 0),
  };
  if (!isReal(local)) return null;
  if (zone !== undefined) return asUtc(local) - offsetNamed(zone);
  return grain === 'hour' ? (instantsOf(local, timeZone)[0] ?? null) : firstInstantOf(local, timeZone);
}

/** A month is no day: what the grain needs must be said. */
function tooShort([, , month, day, hour]: RegExpExecArray, grain: Grain): boolean {
  if (grain === 'hour') return hour === undefined;
  if (grain === 'day' || grain === 'week') return day === undefined;
  return grain === 'month' && month === undefined;
}

/** False for the 30th of February, the 13th month, the 25th hour. */
function isReal(local: LocalTime): boolean {
  const { year, month, day, hour, minute, second } = localTime(asUtc(local), 'UTC');
  return (
    [year, month, day].join() === [local.year, local.month, local.day].join() &&
    [hour, minute, second].join() === [local.hour, local.minute, local.second].join()
  );
}

function offsetNamed(zone: string): number {
  if (zone === 'Z') return 0;
  const [sign, hours, minutes] = [zone[0] === '-' ? -1 : 1, Number(zone.slice(1, 3)), Number(zone.slice(-2))];
  return sign * (hours * 60 + minutes) * 60_000;
}

/** Monday of an ISO week: the week that holds 4 January is the first. */
function weekStart(year: number, week: number, timeZone: string): number | null {
  if (week < 1 || week > 53) return null;
  const day = { month: 1, day: 4 + (week - 1) * 7, hour: 0, minute: 0, second: 0, year };
  const monday = startOf(firstInstantOf(localTime(asUtc(day), 'UTC'), timeZone), { grain: 'week', timeZone });
  const thursday = localTime(monday + 3.5 * 86_400_000, timeZone);
  return thursday.year === year ? monday : null;
}

/**
 * The value that names an interval, as a run is given it: `2026-05-26` for a day, the first day of a week, month or
 * year, `2026-05-26T14:00:00` for an hour. Months and years are written as short as `like` is, where that is one.
 */
export function intervalValue({ start }: Interval, settings: IntervalSettings, like = ''): string {
  const instant = Date.parse(start);
  const local = localTime(instant, settings.timeZone);
  const two = (part: number): string => String(part).padStart(2, '0');
  const year = String(local.year).padStart(4, '0');
  if (settings.grain === 'year' && /^\d{4}$/.test(like)) return year;
  if (settings.grain === 'month' && /^\d{4}-\d\d$/.test(like)) return `${year}-${two(local.month)}`;
  const day = `${year}-${two(local.month)}-${two(local.day)}`;
  if (settings.grain !== 'hour') return day;
  const twice = instantsOf(local, settings.timeZone).length > 1;
  return `${day}T${two(local.hour)}:${two(local.minute)}:00${twice ? offsetText(instant, settings) : ''}`;
}

function offsetText(instant: number, { timeZone }: IntervalSettings): string {
  const minutes = zoneOffset(instant, timeZone) / 60_000;
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  return `${minutes < 0 ? '-' : '+'}${String(hours).padStart(2, '0')}:${String(rest).padStart(2, '0')}`;
}

function unreadable(text: string, name: string, grain: Grain): ProjectFailure {
  return new ProjectFailure({
    code: 'TX2101',
    message: `${name} does not name ${grain === 'hour' ? 'an' : 'a'} ${grain}: '${text}'`,
    hint: `Write it as ${EXAMPLES[grain]}.`,
  });
}

function notAStart(text: string, name: string, settings: IntervalSettings): ProjectFailure {
  const start = startNamed(text, settings) ?? 0;
  const meant = intervalValue(intervalAt(start, settings), settings);
  return new ProjectFailure({
    code: 'TX2101',
    message: `${name} is '${text}', which is not the start of ${settings.grain === 'hour' ? 'an' : 'a'} ${settings.grain} in ${settings.timeZone}`,
    hint: `The ${settings.grain} that holds it is ${meant}; interval.grain and interval.time-zone in tx.yml say how time is cut.`,
  });
}
