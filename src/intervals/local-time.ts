/** A wall-clock time in some zone; months count from 1. */
export interface LocalTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone,
    calendar: 'iso8601',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  formats.set(timeZone, made);
  return made;
}

/** The wall-clock time of an instant (milliseconds since the epoch) in an IANA time zone. Throws RangeError for an unknown zone. */
export function localTime(instant: number, timeZone: string): LocalTime {
  if (timeZone === 'UTC') return utcParts(instant);
  const parts: Record<string, number> = {};
  for (const { type, value } of formatOf(timeZone).formatToParts(instant)) parts[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return { year, month, day, hour, minute, second };
}

function utcParts(instant: number): LocalTime {
  const at = new Date(instant);
  return {
    year: at.getUTCFullYear(),
    month: at.getUTCMonth() + 1,
    day: at.getUTCDate(),
    hour: at.getUTCHours(),
    minute: at.getUTCMinutes(),
    second: at.getUTCSeconds(),
  };
}

/** A wall-clock time as if it were UTC: for arithmetic on dates. Months and days may lie beyond their range. */
export function asUtc({ year, month, day, hour, minute, second }: LocalTime): number {
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

/** Milliseconds by which the zone is ahead of UTC at an instant. */
export function zoneOffset(instant: number, timeZone: string): number {
  const whole = Math.floor(instant / 1000) * 1000;
  return asUtc(localTime(whole, timeZone)) - whole;
}

const DAY = 86_400_000;

/**
 * The instants at which a zone's clocks show a time: one; two, in order, when they show it twice because they are set
 * back; none when they are set forward past it.
 */
export function instantsOf(local: LocalTime, timeZone: string): readonly number[] {
  const wall = asUtc(local);
  const offsets = new Set([zoneOffset(wall - DAY, timeZone), zoneOffset(wall + DAY, timeZone)]);
  return [...offsets]
    .map((offset) => wall - offset)
    .filter((instant) => instant + zoneOffset(instant, timeZone) === wall)
    .sort((a, b) => a - b);
}

/** The first instant at which a zone's clocks show a time, or, where they jump over it, the first one behind it. */
export function firstInstantOf(local: LocalTime, timeZone: string): number {
  const [found] = instantsOf(local, timeZone);
  if (found !== undefined) return found;
  // Clocks are set forward by at most a few hours: the offset before the jump names the instant of the jump or later.
  const wall = asUtc(local);
  const before = zoneOffset(wall - DAY, timeZone);
  const after = zoneOffset(wall + DAY, timeZone);
  return jumpBetween(wall - after, wall - before, timeZone);
}

/** The instant in a range at which the offset changes. */
function jumpBetween(from: number, to: number, timeZone: string): number {
  const before = zoneOffset(from, timeZone);
  let [low, high] = [from, to];
  while (high - low > 1000) {
    const middle = Math.floor((low + high) / 2000) * 1000;
    if (zoneOffset(middle, timeZone) === before) low = middle;
    else high = middle;
  }
  return high;
}
