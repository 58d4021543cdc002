import type { IntervalCoverage, IntervalState } from './coverage.ts';
import type { IntervalSettings } from './interval.ts';
import { asUtc, localTime, type LocalTime } from './local-time.ts';

/** How each state is drawn. */
export const MARKS: Readonly<Record<IntervalState, string>> = { covered: '■', stale: '~', missing: '·' };

/** What a row of the calendar holds: its name, how many places it has, and at which an interval stands. */
interface Layout {
  readonly row: (local: LocalTime) => string;
  readonly place: (local: LocalTime, taken: number) => number;
}

const two = (part: number): string => String(part).padStart(2, '0');
const dayOf = ({ year, month, day }: LocalTime): string => `${year}-${two(month)}-${two(day)}`;
const weekday = (local: LocalTime): number => (new Date(asUtc(local)).getUTCDay() + 6) % 7;
const monday = (local: LocalTime): LocalTime =>
  localTime(asUtc({ ...local, hour: 0, minute: 0, second: 0 }) - weekday(local) * 86_400_000, 'UTC');

const LAYOUTS: Readonly<Record<IntervalSettings['grain'], Layout>> = {
  // Clocks that are set back show an hour twice: it takes the next place.
  hour: { row: dayOf, place: ({ hour }, taken) => Math.max(hour, taken) },
  day: { row: (local) => `${dayOf(monday(local))} Mo`, place: weekday },
  week: { row: ({ year }) => String(year), place: (_local, taken) => taken },
  month: { row: ({ year }) => String(year), place: ({ month }) => month - 1 },
  year: { row: () => '', place: (_local, taken) => taken },
};

/** A small calendar, a line a week (of days), day (of hours) or year (of weeks and months): `2026-05-25 Mo  ■■~·`. */
export function calendarLines(
  coverage: readonly IntervalCoverage[],
  { grain, timeZone }: IntervalSettings,
): readonly string[] {
  const layout = LAYOUTS[grain];
  const rows = new Map<string, string>();
  for (const { interval, state } of coverage) {
    const local = localTime(Date.parse(interval.start), timeZone);
    const name = layout.row(local);
    const before = rows.get(name) ?? '';
    rows.set(name, before.padEnd(layout.place(local, before.length)) + MARKS[state]);
  }
  return [...rows].map(([name, marks]) => (name === '' ? marks : `${name}  ${marks}`));
}
