import { TemplateFault } from '../../runtime/template-fault.ts';

/** A day of the proleptic Gregorian calendar, as Python's `date` counts it. */
export interface CalendarDay {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

const MIN_YEAR = 1;
const MAX_YEAR = 9999;
const MAX_ORDINAL = 3_652_059;
const DAYS_BEFORE_MONTH = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];

/** Whether the year has a 29th of February. */
function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

/** Days of a month, 1 to 12. */
function daysInMonth(year: number, month: number): number {
  if (month === 2) return isLeapYear(year) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** The day's number in its year, from 1. */
export function dayOfYear({ year, month, day }: CalendarDay): number {
  return (DAYS_BEFORE_MONTH[month - 1] ?? 0) + (month > 2 && isLeapYear(year) ? 1 : 0) + day;
}

/** Days since 0001-01-01, which is 1 (Python's `toordinal`). */
export function toOrdinal(date: CalendarDay): number {
  const past = date.year - 1;
  return (
    past * 365 + Math.floor(past / 4) - Math.floor(past / 100) + Math.floor(past / 400) + dayOfYear(date)
  );
}

/** The day of an ordinal. Throws TemplateFault outside of the years 1 to 9999. */
export function fromOrdinal(ordinal: number): CalendarDay {
  if (ordinal < 1 || ordinal > MAX_ORDINAL) throw new TemplateFault('date value out of range');
  let year = Math.max(MIN_YEAR, Math.floor((ordinal - 1) / 365.2425));
  while (toOrdinal({ year: year + 1, month: 1, day: 1 }) <= ordinal) year += 1;
  let rest = ordinal - toOrdinal({ year, month: 1, day: 1 });
  let month = 1;
  while (rest >= daysInMonth(year, month)) {
    rest -= daysInMonth(year, month);
    month += 1;
  }
  return { year, month, day: rest + 1 };
}

/** Monday is 0. */
export function weekdayOf(date: CalendarDay): number {
  return (toOrdinal(date) + 6) % 7;
}

/** ISO year, week and weekday (Monday is 1). */
export function isoCalendar(date: CalendarDay): { year: number; week: number; weekday: number } {
  const ordinal = toOrdinal(date);
  let { year } = date;
  let start = isoYearStart(year);
  if (ordinal < start) {
    year -= 1;
    start = isoYearStart(year);
  } else if (ordinal >= isoYearStart(year + 1)) {
    year += 1;
    start = isoYearStart(year);
  }
  return { year, week: Math.floor((ordinal - start) / 7) + 1, weekday: ((ordinal - start) % 7) + 1 };
}

/** Ordinal of the Monday on which an ISO year begins. */
function isoYearStart(year: number): number {
  const first = toOrdinal({ year, month: 1, day: 1 });
  const weekday = (first + 6) % 7;
  return weekday > 3 ? first + 7 - weekday : first - weekday;
}

/** The day of an ISO week date. Throws TemplateFault for weeks and weekdays that do not exist. */
export function fromIsoCalendar(year: number, week: number, weekday: number): CalendarDay {
  if (year < MIN_YEAR || year > MAX_YEAR) throw new TemplateFault(`Year is out of range: ${year}`);
  const start = isoYearStart(year);
  const weeks = (isoYearStart(year + 1) - start) / 7;
  if (week < 1 || week > weeks) throw new TemplateFault(`Invalid week: ${week}`);
  if (weekday < 1 || weekday > 7) throw new TemplateFault(`Invalid weekday: ${weekday} (range is [1, 7])`);
  return fromOrdinal(start + (week - 1) * 7 + weekday - 1);
}

/** Refuses days that do not exist, with Python's words. Throws TemplateFault. */
export function checkDay({ year, month, day }: CalendarDay): void {
  if (year < MIN_YEAR || year > MAX_YEAR) throw new TemplateFault(`year ${year} is out of range`);
  if (month < 1 || month > 12) throw new TemplateFault('month must be in 1..12');
  if (day < 1 || day > daysInMonth(year, month)) throw new TemplateFault('day is out of range for month');
}
