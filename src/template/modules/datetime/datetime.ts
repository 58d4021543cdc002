import { defineFunction } from '../../define-function.ts';
import { TemplateFault } from '../../runtime/template-fault.ts';
import { TemplateObject, type Value } from '../../value.ts';
import { toFloat } from '../../values/float.ts';
import { integerArgument, textArgument } from '../arguments.ts';
import { getter, memberOf, optional, required, type Members } from '../python-class.ts';
import { checkDay, fromOrdinal, isoCalendar, toOrdinal, weekdayOf, type CalendarDay } from './calendar.ts';
import {
  checkTime,
  clockTimeOf,
  isoOffset,
  isoTime,
  MICROS_PER_DAY,
  microsOfDay,
  type ClockTime,
} from './clock-time.ts';
import { DateValue, isoDay } from './date.ts';
import { IsoCalendarDate } from './iso-calendar-date.ts';
import { strftime, type Moment } from './strftime.ts';
import { EPOCH, systemOffsetAt, systemZoneAt } from './system-zone.ts';
import { clockRepr, TimeValue } from './time.ts';
import { TimeDelta } from './timedelta.ts';
import { zoneArgument } from './zone-argument.ts';
import type { Zone } from './zone.ts';

/** Python's `datetime`: a day and a time of day, with or without a zone. */
export class DateTimeValue extends TemplateObject implements CalendarDay, ClockTime {
  readonly typeName = 'datetime.datetime';
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly microsecond: number;
  readonly zone: Zone | null;

  /** Throws TemplateFault for a day or a time that does not exist. */
  constructor(moment: CalendarDay & ClockTime, zone: Zone | null = null) {
    super();
    checkDay(moment);
    checkTime(moment);
    this.year = moment.year;
    this.month = moment.month;
    this.day = moment.day;
    this.hour = moment.hour;
    this.minute = moment.minute;
    this.second = moment.second;
    this.microsecond = moment.microsecond;
    this.zone = zone;
  }

  /** The datetime of local microseconds since 0001-01-01. Throws TemplateFault out of range. */
  static fromLocal(micros: bigint, zone: Zone | null): DateTimeValue {
    if (micros < 0n) throw new TemplateFault('date value out of range');
    const day = fromOrdinal(Number(micros / MICROS_PER_DAY) + 1);
    return new DateTimeValue({ ...day, ...clockTimeOf(micros % MICROS_PER_DAY) }, zone);
  }

  /** An instant (microseconds of UTC since 0001-01-01) as a zone's clocks show it. */
  static atInstant(utcMicros: bigint, zone: Zone): DateTimeValue {
    const resolved = zone.atInstant(utcMicros);
    return DateTimeValue.fromLocal(utcMicros + resolved.offset, resolved);
  }

  /** Microseconds since 0001-01-01 on the clock that it shows. */
  get local(): bigint {
    return BigInt(toOrdinal(this) - 1) * MICROS_PER_DAY + microsOfDay(this);
  }

  /** Microseconds since 0001-01-01 UTC; without a zone, of its own clock. */
  get utc(): bigint {
    return this.local - (this.zone?.offset ?? 0n);
  }

  override getAttribute(name: string): Value | undefined {
    return memberOf(members, this, name);
  }

  override equals(other: Value): boolean {
    return (
      other instanceof DateTimeValue &&
      (other.zone === null) === (this.zone === null) &&
      other.utc === this.utc
    );
  }

  override compare(other: Value): number | undefined {
    if (!(other instanceof DateTimeValue)) return undefined;
    if ((other.zone === null) !== (this.zone === null))
      throw new TemplateFault("can't compare offset-naive and offset-aware datetimes");
    return this.utc < other.utc ? -1 : this.utc > other.utc ? 1 : 0;
  }

  override operate(operator: string, other: Value, reflected: boolean): Value | undefined {
    if (other instanceof TimeDelta) {
      if (operator === '+') return DateTimeValue.fromLocal(this.local + other.micros, this.zone);
      return operator === '-' && !reflected
        ? DateTimeValue.fromLocal(this.local - other.micros, this.zone)
        : undefined;
    }
    if (!(other instanceof DateTimeValue) || operator !== '-') return undefined;
    if ((other.zone === null) !== (this.zone === null))
      throw new TemplateFault("can't subtract offset-naive and offset-aware datetimes");
    return new TimeDelta(this.utc - other.utc);
  }

  /** ISO text with a separator of one's own. */
  iso(separator: string, timespec?: string): string {
    const offset = this.zone === null ? '' : isoOffset(this.zone.offset);
    return isoDay(this) + separator + isoTime(this, timespec) + offset;
  }

  override toText(): string {
    return this.iso(' ');
  }

  override toJson(): unknown {
    return this.iso('T');
  }

  override toRepr(): string {
    const zone = this.zone === null ? '' : `, tzinfo=${this.zone.toRepr()}`;
    return `datetime.datetime(${this.year}, ${this.month}, ${this.day}, ${clockRepr(this)}${zone})`;
  }
}

/** The instant; without a zone, the machine's clock is meant. */
function instantOf(self: DateTimeValue): bigint {
  return self.zone === null ? self.local - systemOffsetAt(self) : self.utc;
}

function momentOf(self: DateTimeValue): Moment {
  const { year, month, day, hour, minute, second, microsecond, zone } = self;
  const epoch = (): bigint => (self.local - systemOffsetAt(self) - EPOCH) / 1_000_000n;
  return { year, month, day, hour, minute, second, microsecond, zone, epoch };
}

const members: Members<DateTimeValue> = {
  year: (self) => self.year,
  month: (self) => self.month,
  day: (self) => self.day,
  hour: (self) => self.hour,
  minute: (self) => self.minute,
  second: (self) => self.second,
  microsecond: (self) => self.microsecond,
  tzinfo: (self) => self.zone,
  fold: () => 0,
  date: (self) => getter('date', () => new DateValue(self)),
  time: (self) => getter('time', () => new TimeValue(self)),
  timetz: (self) => getter('timetz', () => new TimeValue(self, self.zone)),
  weekday: (self) => getter('weekday', () => weekdayOf(self)),
  isoweekday: (self) => getter('isoweekday', () => weekdayOf(self) + 1),
  isocalendar: (self) => getter('isocalendar', () => new IsoCalendarDate(isoCalendar(self))),
  toordinal: (self) => getter('toordinal', () => toOrdinal(self)),
  ctime: (self) => getter('ctime', () => strftime(momentOf(self), '%a %b %e %H:%M:%S %Y')),
  timestamp: (self) => getter('timestamp', () => toFloat(Number(instantOf(self) - EPOCH) / 1e6)),
  utcoffset: (self) =>
    getter('utcoffset', () => (self.zone === null ? null : new TimeDelta(self.zone.offset))),
  tzname: (self) => getter('tzname', () => self.zone?.abbreviation ?? null),
  dst: (self) =>
    getter('dst', () => (typeof self.zone?.dst === 'bigint' ? new TimeDelta(self.zone.dst) : null)),
  isoformat: (self) =>
    defineFunction(
      'isoformat',
      [
        { name: 'sep', default: 'T' },
        { name: 'timespec', default: 'auto' },
      ],
      ({ sep, timespec }) =>
        self.iso(
          textArgument(sep, 'isoformat() argument 1'),
          textArgument(timespec, 'isoformat() argument 2'),
        ),
    ),
  strftime: (self) =>
    defineFunction('strftime', required('format'), ({ format }) =>
      strftime(momentOf(self), textArgument(format, 'strftime() argument 1')),
    ),
  astimezone: (self) =>
    defineFunction('astimezone', optional('tz'), ({ tz }) => {
      const instant = instantOf(self);
      return DateTimeValue.atInstant(instant, zoneArgument(tz) ?? systemZoneAt(instant));
    }),
  replace: (self) =>
    defineFunction(
      'replace',
      [
        ...optional('year', 'month', 'day', 'hour', 'minute', 'second', 'microsecond'),
        { name: 'tzinfo', default: false },
        ...optional('fold'),
      ],
      (args) =>
        new DateTimeValue(
          {
            year: integerArgument(args['year'] ?? self.year),
            month: integerArgument(args['month'] ?? self.month),
            day: integerArgument(args['day'] ?? self.day),
            hour: integerArgument(args['hour'] ?? self.hour),
            minute: integerArgument(args['minute'] ?? self.minute),
            second: integerArgument(args['second'] ?? self.second),
            microsecond: integerArgument(args['microsecond'] ?? self.microsecond),
          },
          args['tzinfo'] === false ? self.zone : zoneArgument(args['tzinfo']),
        ),
    ),
};
