import { dayOfYear, isoCalendar, toOrdinal, weekdayOf, type CalendarDay } from './calendar.ts';
import { clockTimeOf, type ClockTime } from './clock-time.ts';
import type { Zone } from './zone.ts';

/** English names of the days of the week, Monday first. */
export const WEEKDAYS = [
  'Monday',
  'Tuesday',
  'Wednesday',
  'Thursday',
  'Friday',
  'Saturday',
  'Sunday',
] as const;
/** English names of the months, January first. */
export const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;

/** What can be formatted: a date without time of day is midnight, a time without date is 1900-01-01. */
export interface Moment extends CalendarDay, ClockTime {
  readonly zone: Zone | null;
  /** Seconds since the epoch, for `%s`. */
  readonly epoch: () => bigint;
}

/** A number with its width and the character that fills it up, or text. */
type Part = string | { readonly number: number; readonly width: number; readonly fill: '0' | ' ' };

const number = (value: number, width = 2, fill: '0' | ' ' = '0'): Part => ({ number: value, width, fill });
const twelve = (hour: number): number => hour % 12 || 12;

/** Week of the year in which the first `firstDay` (0 is Sunday, 1 is Monday) begins week 1. */
function weekOfYear(moment: Moment, firstDay: 0 | 1): number {
  const weekday = firstDay === 0 ? (weekdayOf(moment) + 1) % 7 : weekdayOf(moment);
  return Math.floor((dayOfYear(moment) + 6 - weekday) / 7);
}

/** The moment's offset as `+0100`, empty without a zone. */
function compactOffset(zone: Zone | null): string {
  if (zone === null) return '';
  const { offset } = zone;
  const { hour, minute, second, microsecond } = clockTimeOf(offset < 0n ? -offset : offset);
  const two = (value: number): string => String(value).padStart(2, '0');
  const fraction = microsecond > 0 ? `.${String(microsecond).padStart(6, '0')}` : '';
  const seconds = second > 0 || microsecond > 0 ? two(second) + fraction : '';
  return `${offset < 0n ? '-' : '+'}${two(hour)}${two(minute)}${seconds}`;
}

const DIRECTIVES: Readonly<Record<string, (moment: Moment) => Part>> = {
  a: (moment) => (WEEKDAYS[weekdayOf(moment)] ?? '').slice(0, 3),
  A: (moment) => WEEKDAYS[weekdayOf(moment)] ?? '',
  b: (moment) => (MONTHS[moment.month - 1] ?? '').slice(0, 3),
  h: (moment) => (MONTHS[moment.month - 1] ?? '').slice(0, 3),
  B: (moment) => MONTHS[moment.month - 1] ?? '',
  c: (moment) => strftime(moment, '%a %b %e %H:%M:%S %Y'),
  C: (moment) => number(Math.floor(moment.year / 100)),
  d: (moment) => number(moment.day),
  D: (moment) => strftime(moment, '%m/%d/%y'),
  e: (moment) => number(moment.day, 2, ' '),
  f: (moment) => number(moment.microsecond, 6),
  F: (moment) => strftime(moment, '%Y-%m-%d'),
  g: (moment) => number(isoCalendar(moment).year % 100),
  G: (moment) => number(isoCalendar(moment).year, 1),
  H: (moment) => number(moment.hour),
  I: (moment) => number(twelve(moment.hour)),
  j: (moment) => number(dayOfYear(moment), 3),
  k: (moment) => number(moment.hour, 2, ' '),
  l: (moment) => number(twelve(moment.hour), 2, ' '),
  m: (moment) => number(moment.month),
  M: (moment) => number(moment.minute),
  n: () => '\n',
  p: (moment) => (moment.hour < 12 ? 'AM' : 'PM'),
  P: (moment) => (moment.hour < 12 ? 'am' : 'pm'),
  r: (moment) => strftime(moment, '%I:%M:%S %p'),
  R: (moment) => strftime(moment, '%H:%M'),
  s: (moment) => String(moment.epoch()),
  S: (moment) => number(moment.second),
  t: () => '\t',
  T: (moment) => strftime(moment, '%H:%M:%S'),
  u: (moment) => number(isoCalendar(moment).weekday, 1),
  U: (moment) => number(weekOfYear(moment, 0)),
  V: (moment) => number(isoCalendar(moment).week),
  w: (moment) => number(toOrdinal(moment) % 7, 1),
  W: (moment) => number(weekOfYear(moment, 1)),
  x: (moment) => strftime(moment, '%m/%d/%y'),
  X: (moment) => strftime(moment, '%H:%M:%S'),
  y: (moment) => number(moment.year % 100),
  Y: (moment) => number(moment.year, 1),
  z: (moment) => compactOffset(moment.zone),
  Z: (moment) => moment.zone?.abbreviation ?? '',
  '%': () => '%',
};

/** Python's `strftime` on Linux: all its directives, with glibc's flags (`%-d`, `%_d`, `%^a`) and widths. */
export function strftime(moment: Moment, format: string): string {
  return format.replace(
    /%([-_0^#]*)(\d*)[EO]?([a-zA-Z%])/g,
    (whole, flags: string, width: string, letter: string) => {
      const part = Object.hasOwn(DIRECTIVES, letter) ? DIRECTIVES[letter]?.(moment) : undefined;
      return part === undefined ? whole : withFlags(part, flags, width === '' ? null : Number(width));
    },
  );
}

function withFlags(part: Part, flags: string, width: number | null): string {
  if (typeof part === 'string') {
    const text = flags.includes('^') || flags.includes('#') ? part.toUpperCase() : part;
    return width === null ? text : text.padStart(width, flags.includes('0') ? '0' : ' ');
  }
  if (flags.includes('-')) return String(part.number);
  const fill = flags.includes('_') ? ' ' : flags.includes('0') ? '0' : part.fill;
  return String(part.number).padStart(width ?? part.width, fill);
}
