import { fromIsoCalendar, type CalendarDay } from './calendar.ts';
import { MICROS_PER_SECOND, MIDNIGHT, type ClockTime } from './clock-time.ts';
import { FixedZone, UTC } from './fixed-zone.ts';

const DAY = /^(\d{4})-(\d\d)-(\d\d)$|^(\d{4})(\d\d)(\d\d)$/;
const WEEK_DAY = /^(\d{4})-?W(\d\d)(?:-?(\d))?$/;
const TIME = /^(\d\d)(?::(\d\d)(?::(\d\d)(?:[.,](\d+))?)?)?$|^(\d\d)(\d\d)?(\d\d)?(?:[.,](\d+))?$/;
const OFFSET = /^([+-])(\d\d):?(\d\d)?(?::?(\d\d)(?:\.(\d{1,6}))?)?$/;

/** An ISO time of day with its zone, if it names one. */
export interface IsoTime extends ClockTime {
  readonly zone: FixedZone | null;
}

/** Reads an offset like `+01:00` or `-0530` in microseconds; undefined when it is none. */
export function readOffset(text: string): bigint | undefined {
  const match = OFFSET.exec(text);
  if (!match) return undefined;
  const [, sign, hours, minutes, seconds, fraction] = match;
  const total = (Number(hours) * 60 + Number(minutes ?? 0)) * 60 + Number(seconds ?? 0);
  const micros = BigInt(total) * MICROS_PER_SECOND + BigInt((fraction ?? '').padEnd(6, '0'));
  return sign === '-' ? -micros : micros;
}

/** Reads `2024-01-31`, `20240131` or an ISO week date; undefined for other text. */
export function readIsoDay(text: string): CalendarDay | undefined {
  const day = DAY.exec(text);
  if (day) {
    return {
      year: Number(day[1] ?? day[4]),
      month: Number(day[2] ?? day[5]),
      day: Number(day[3] ?? day[6]),
    };
  }
  const week = WEEK_DAY.exec(text);
  return week ? fromIsoCalendar(Number(week[1]), Number(week[2]), Number(week[3] ?? 1)) : undefined;
}

/** Reads `10:20:30.5+01:00`, its shorter and its compact forms; undefined for other text. */
export function readIsoTime(text: string): IsoTime | undefined {
  const zoneAt = text.search(/[Zz+-]/);
  const clock = zoneAt === -1 ? text : text.slice(0, zoneAt);
  const match = TIME.exec(clock);
  if (!match) return undefined;
  const zone = zoneAt === -1 ? null : readZone(text.slice(zoneAt));
  if (zone === undefined) return undefined;
  return {
    hour: Number(match[1] ?? match[5]),
    minute: Number(match[2] ?? match[6] ?? 0),
    second: Number(match[3] ?? match[7] ?? 0),
    microsecond: Number((match[4] ?? match[8] ?? '').slice(0, 6).padEnd(6, '0')),
    zone,
  };
}

function readZone(text: string): FixedZone | undefined {
  if (text === 'Z' || text === 'z') return UTC;
  const offset = readOffset(text);
  if (offset === undefined) return undefined;
  return offset === 0n ? UTC : new FixedZone(offset);
}

/** Reads a date, and the time after any one character if there is one; undefined for other text. */
export function readIsoMoment(text: string): (CalendarDay & IsoTime) | undefined {
  const dayLength = dayLengthOf(text);
  const day = readIsoDay(text.slice(0, dayLength));
  if (!day) return undefined;
  if (text.length === dayLength) return { ...day, ...MIDNIGHT, zone: null };
  const time = readIsoTime(text.slice(dayLength + 1));
  return time && { ...day, ...time };
}

function dayLengthOf(text: string): number {
  const week = /^\d{4}-?W\d\d(?:-?\d(?!\d))?/.exec(text);
  if (week) return week[0].length;
  return text[4] === '-' ? 10 : 8;
}
