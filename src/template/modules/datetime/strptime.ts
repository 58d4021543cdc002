import { TemplateFault } from '../../runtime/template-fault.ts';
import { toRepr } from '../../values/to-text.ts';
import { fromIsoCalendar, fromOrdinal, toOrdinal, type CalendarDay } from './calendar.ts';
import type { ClockTime } from './clock-time.ts';
import { FixedZone, UTC } from './fixed-zone.ts';
import { MONTHS, WEEKDAYS } from './strftime.ts';
import { readOffset } from './iso-format.ts';

const names = (list: readonly string[], length?: number): string =>
  list.map((name) => name.slice(0, length)).join('|');

const DIRECTIVES: Readonly<Record<string, string>> = {
  a: names(WEEKDAYS, 3),
  A: names(WEEKDAYS),
  b: names(MONTHS, 3),
  B: names(MONTHS),
  d: '3[0-1]|[1-2]\\d|0[1-9]|[1-9]| [1-9]',
  f: '[0-9]{1,6}',
  G: '\\d{4}',
  H: '2[0-3]|[0-1]\\d|\\d',
  I: '1[0-2]|0[1-9]|[1-9]',
  j: '36[0-6]|3[0-5]\\d|[1-2]\\d\\d|0[1-9]\\d|00[1-9]|[1-9]\\d|0[1-9]|[1-9]',
  m: '1[0-2]|0[1-9]|[1-9]',
  M: '[0-5]\\d|\\d',
  p: 'am|pm',
  S: '6[0-1]|[0-5]\\d|\\d',
  u: '[1-7]',
  U: '5[0-3]|[0-4]\\d|\\d',
  V: '5[0-3]|0[1-9]|[1-4]\\d|\\d',
  w: '[0-6]',
  W: '5[0-3]|[0-4]\\d|\\d',
  y: '\\d\\d',
  Y: '\\d{4}',
  z: '[+-]\\d\\d:?[0-5]\\d(?::?[0-5]\\d(?:\\.\\d{1,6})?)?|Z',
  Z: 'utc|gmt',
};
const LONG_FORMS: Readonly<Record<string, string>> = {
  c: '%a %b %d %H:%M:%S %Y',
  x: '%m/%d/%y',
  X: '%H:%M:%S',
};

/** What a text says under a format; what it leaves open is 1900-01-01 00:00:00 without a zone. */
export interface ParsedMoment extends CalendarDay, ClockTime {
  readonly zone: FixedZone | null;
}

/** Python's `strptime`. Throws TemplateFault with Python's words when the text does not match. */
export function strptime(text: string, format: string): ParsedMoment {
  const { pattern, letters } = compileFormat(format);
  const match = pattern.exec(text);
  if (!match) throw new TemplateFault(`time data ${toRepr(text)} does not match format ${toRepr(format)}`);
  if (match[0].length !== text.length)
    throw new TemplateFault(`unconverted data remains: ${text.slice(match[0].length)}`);
  const found: Record<string, string> = Object.create(null) as Record<string, string>;
  letters.forEach((letter, index) => {
    found[letter] = match[index + 1] ?? '';
  });
  const zone = found['z'];
  return {
    ...day(found),
    ...time(found),
    zone: zone === undefined ? null : /^z$/i.test(zone) ? UTC : zoneOf(zone),
  };
}

function compileFormat(format: string): { readonly pattern: RegExp; readonly letters: readonly string[] } {
  const letters: string[] = [];
  const expanded = format.replace(/%([cxX])/g, (_whole, letter: string) => LONG_FORMS[letter] ?? '');
  const source = expanded
    .replace(/([\\.^$*+?(){}[\]|/])/g, '\\$1')
    .replace(/\s+/g, '\\s+')
    .replace(/%(.?)/g, (_whole, letter: string) => {
      if (letter === '%') return '%';
      const directive = Object.hasOwn(DIRECTIVES, letter) ? DIRECTIVES[letter] : undefined;
      if (letter === '') throw new TemplateFault(`stray % in format ${toRepr(format)}`);
      if (directive === undefined)
        throw new TemplateFault(`${toRepr(letter)} is a bad directive in format ${toRepr(format)}`);
      if (letters.includes(letter))
        throw new TemplateFault(`the directive %${letter} stands twice in ${toRepr(format)}`);
      letters.push(letter);
      return `(${directive})`;
    });
  return { pattern: new RegExp(`^${source}`, 'i'), letters };
}

function zoneOf(text: string): FixedZone {
  const offset = readOffset(text);
  return offset === 0n ? UTC : new FixedZone(offset ?? 0n);
}

type Found = Readonly<Record<string, string>>;

const indexIn = (list: readonly string[], text: string): number =>
  list.findIndex((name) => name.toLowerCase().startsWith(text.toLowerCase()));

function time(found: Found): ClockTime {
  let hour = Number(found['H'] ?? 0);
  if (found['I'] !== undefined) {
    hour = Number(found['I']) % 12;
    if (found['p']?.toLowerCase() === 'pm') hour += 12;
  }
  const second = Number(found['S'] ?? 0);
  if (second > 59) throw new TemplateFault('second must be in 0..59');
  const microsecond = Number((found['f'] ?? '').padEnd(6, '0'));
  return { hour, minute: Number(found['M'] ?? 0), second, microsecond };
}

function day(found: Found): CalendarDay {
  const year = yearOf(found);
  const weekday = weekdayIn(found);
  if (found['G'] !== undefined || found['V'] !== undefined) {
    if (found['G'] === undefined || found['V'] === undefined || weekday === null) {
      throw new TemplateFault(
        "ISO week directive '%V' must be used with the ISO year directive '%G' and a weekday directive ('%A', '%a', '%w', or '%u').",
      );
    }
    return fromIsoCalendar(Number(found['G']), Number(found['V']), weekday + 1);
  }
  if (found['j'] !== undefined)
    return fromOrdinal(toOrdinal({ year, month: 1, day: 1 }) + Number(found['j']) - 1);
  const week = found['U'] ?? found['W'];
  if (week !== undefined && weekday !== null && (found['Y'] ?? found['y']) !== undefined)
    return dayOfWeek(year, Number(week), weekday, found['W'] !== undefined);
  const monthName = found['B'] ?? found['b'];
  const month = monthName === undefined ? Number(found['m'] ?? 1) : indexIn(MONTHS, monthName) + 1;
  return { year, month, day: Number(found['d'] ?? 1) };
}

function yearOf(found: Found): number {
  if (found['Y'] !== undefined) return Number(found['Y']);
  if (found['y'] === undefined) return 1900;
  const short = Number(found['y']);
  return short <= 68 ? 2000 + short : 1900 + short;
}

/** Monday is 0; null when the text names no weekday. */
function weekdayIn(found: Found): number | null {
  const name = found['A'] ?? found['a'];
  if (name !== undefined) return indexIn(WEEKDAYS, name);
  if (found['w'] !== undefined) return (Number(found['w']) + 6) % 7;
  return found['u'] === undefined ? null : Number(found['u']) - 1;
}

/** A weekday of a numbered week of `%U` (from Sunday) or `%W` (from Monday). */
function dayOfWeek(year: number, week: number, weekday: number, fromMonday: boolean): CalendarDay {
  const first = toOrdinal({ year, month: 1, day: 1 });
  const firstWeekday = fromMonday ? (first + 6) % 7 : first % 7;
  const inWeek = fromMonday ? weekday : (weekday + 1) % 7;
  const weekZero = (7 - firstWeekday) % 7;
  const offset = week === 0 ? inWeek - firstWeekday : weekZero + 7 * (week - 1) + inWeek;
  return fromOrdinal(first + offset);
}
