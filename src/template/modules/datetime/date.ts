import { defineFunction } from '../../define-function.ts';
import { TemplateFault } from '../../runtime/template-fault.ts';
import { TemplateObject, type Value } from '../../value.ts';
import { toRepr } from '../../values/to-text.ts';
import { integerArgument, textArgument } from '../arguments.ts';
import { getter, memberOf, optional, PythonClass, required, type Members } from '../python-class.ts';
import {
  checkDay,
  fromIsoCalendar,
  fromOrdinal,
  toOrdinal,
  weekdayOf,
  isoCalendar,
  type CalendarDay,
} from './calendar.ts';
import { MICROS_PER_DAY, MIDNIGHT } from './clock-time.ts';
import { IsoCalendarDate } from './iso-calendar-date.ts';
import { readIsoDay } from './iso-format.ts';
import { strftime, type Moment } from './strftime.ts';
import { EPOCH, now, systemZoneAt } from './system-zone.ts';
import { TimeDelta } from './timedelta.ts';
import { microsOfTimestamp } from './timestamp.ts';

/** Python's `date`. */
export class DateValue extends TemplateObject implements CalendarDay {
  readonly typeName = 'datetime.date';
  readonly year: number;
  readonly month: number;
  readonly day: number;

  /** Throws TemplateFault for a day that does not exist. */
  constructor(day: CalendarDay) {
    super();
    checkDay(day);
    this.year = day.year;
    this.month = day.month;
    this.day = day.day;
  }

  get ordinal(): number {
    return toOrdinal(this);
  }

  override getAttribute(name: string): Value | undefined {
    return memberOf(members, this, name);
  }

  override equals(other: Value): boolean {
    return other instanceof DateValue && other.ordinal === this.ordinal;
  }

  override compare(other: Value): number | undefined {
    return other instanceof DateValue ? this.ordinal - other.ordinal : undefined;
  }

  override operate(operator: string, other: Value, reflected: boolean): Value | undefined {
    if (other instanceof DateValue && operator === '-')
      return new TimeDelta(BigInt(this.ordinal - other.ordinal) * MICROS_PER_DAY);
    if (!(other instanceof TimeDelta)) return undefined;
    if (operator === '+') return fromDays(this.ordinal + Number(other.days));
    return operator === '-' && !reflected ? fromDays(this.ordinal - Number(other.days)) : undefined;
  }

  override toText(): string {
    return isoDay(this);
  }

  override toJson(): unknown {
    return this.toText();
  }

  override toRepr(): string {
    return `datetime.date(${this.year}, ${this.month}, ${this.day})`;
  }
}

/** The day as `2024-01-31`. */
export function isoDay({ year, month, day }: CalendarDay): string {
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

const fromDays = (ordinal: number): DateValue => new DateValue(fromOrdinal(ordinal));

function momentOf(date: DateValue): Moment {
  const epoch = (): bigint => BigInt(date.ordinal - 1) * 86_400n - EPOCH / 1_000_000n;
  return { year: date.year, month: date.month, day: date.day, ...MIDNIGHT, zone: null, epoch };
}

const members: Members<DateValue> = {
  year: (self) => self.year,
  month: (self) => self.month,
  day: (self) => self.day,
  isoformat: (self) => getter('isoformat', () => self.toText()),
  weekday: (self) => getter('weekday', () => weekdayOf(self)),
  isoweekday: (self) => getter('isoweekday', () => weekdayOf(self) + 1),
  isocalendar: (self) => getter('isocalendar', () => new IsoCalendarDate(isoCalendar(self))),
  toordinal: (self) => getter('toordinal', () => self.ordinal),
  ctime: (self) => getter('ctime', () => strftime(momentOf(self), '%a %b %e %H:%M:%S %Y')),
  strftime: (self) =>
    defineFunction('strftime', required('format'), ({ format }) =>
      strftime(momentOf(self), textArgument(format, 'strftime() argument 1')),
    ),
  replace: (self) =>
    defineFunction(
      'replace',
      optional('year', 'month', 'day'),
      (args) =>
        new DateValue({
          year: integerArgument(args['year'] ?? self.year),
          month: integerArgument(args['month'] ?? self.month),
          day: integerArgument(args['day'] ?? self.day),
        }),
    ),
};

/** The class `datetime.date`. */
export const dateClass = new PythonClass({
  name: 'datetime.date',
  parameters: required('year', 'month', 'day'),
  construct: ({ year, month, day }) =>
    new DateValue({
      year: integerArgument(year),
      month: integerArgument(month),
      day: integerArgument(day),
    }),
  members: {
    min: () => new DateValue({ year: 1, month: 1, day: 1 }),
    max: () => new DateValue({ year: 9999, month: 12, day: 31 }),
    resolution: () => new TimeDelta(MICROS_PER_DAY),
    today: () => getter('today', () => systemDay(now())),
    fromtimestamp: () =>
      defineFunction('fromtimestamp', required('timestamp'), ({ timestamp }) =>
        systemDay(EPOCH + microsOfTimestamp(timestamp ?? null)),
      ),
    fromordinal: () =>
      defineFunction('fromordinal', required('ordinal'), ({ ordinal }) => fromDays(integerArgument(ordinal))),
    fromisoformat: () =>
      defineFunction('fromisoformat', required('date_string'), ({ date_string }) => {
        const text = textArgument(date_string, 'fromisoformat: argument');
        const day = readIsoDay(text);
        if (!day) throw new TemplateFault(`Invalid isoformat string: ${toRepr(text)}`);
        return new DateValue(day);
      }),
    fromisocalendar: () =>
      defineFunction(
        'fromisocalendar',
        required('year', 'week', 'day'),
        ({ year, week, day }) =>
          new DateValue(fromIsoCalendar(integerArgument(year), integerArgument(week), integerArgument(day))),
      ),
  },
});

function systemDay(utcMicros: bigint): DateValue {
  const local = utcMicros + systemZoneAt(utcMicros).offset;
  return fromDays(Number(local / MICROS_PER_DAY) + 1);
}
