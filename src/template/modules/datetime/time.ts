import { defineFunction } from '../../define-function.ts';
import { TemplateFault } from '../../runtime/template-fault.ts';
import { TemplateObject, type Value } from '../../value.ts';
import { toRepr } from '../../values/to-text.ts';
import { integerArgument, textArgument } from '../arguments.ts';
import { getter, memberOf, optional, PythonClass, required, type Members } from '../python-class.ts';
import { checkTime, isoOffset, isoTime, microsOfDay, type ClockTime } from './clock-time.ts';
import { readIsoTime } from './iso-format.ts';
import { strftime } from './strftime.ts';
import { TimeDelta } from './timedelta.ts';
import { zoneArgument } from './zone-argument.ts';
import type { Zone } from './zone.ts';

/** Python's `time`: a time of day, with or without a zone. */
export class TimeValue extends TemplateObject implements ClockTime {
  readonly typeName = 'datetime.time';
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly microsecond: number;
  readonly zone: Zone | null;

  /** Throws TemplateFault for a time that does not exist. */
  constructor(time: ClockTime, zone: Zone | null = null) {
    super();
    checkTime(time);
    this.hour = time.hour;
    this.minute = time.minute;
    this.second = time.second;
    this.microsecond = time.microsecond;
    this.zone = zone;
  }

  /** The zone's offset where it does not depend on a date. */
  get offset(): bigint | null {
    return this.zone?.isFixed === true ? this.zone.offset : null;
  }

  override getAttribute(name: string): Value | undefined {
    return memberOf(members, this, name);
  }

  override equals(other: Value): boolean {
    return (
      other instanceof TimeValue &&
      (this.offset === null) === (other.offset === null) &&
      this.#inUtc() === other.#inUtc()
    );
  }

  override compare(other: Value): number | undefined {
    if (!(other instanceof TimeValue)) return undefined;
    if ((this.offset === null) !== (other.offset === null))
      throw new TemplateFault("can't compare offset-naive and offset-aware times");
    return Number(this.#inUtc() - other.#inUtc());
  }

  #inUtc(): bigint {
    return microsOfDay(this) - (this.offset ?? 0n);
  }

  override toText(): string {
    return isoTime(this) + (this.offset === null ? '' : isoOffset(this.offset));
  }

  override toJson(): unknown {
    return this.toText();
  }

  override toRepr(): string {
    const zone = this.zone === null ? '' : `, tzinfo=${this.zone.toRepr()}`;
    return `datetime.time(${clockRepr(this)}${zone})`;
  }
}

/** Hour and minute, and what follows as far as it is not zero, as Python's repr lists them. */
export function clockRepr({ hour, minute, second, microsecond }: ClockTime): string {
  const parts = [hour, minute];
  if (second !== 0 || microsecond !== 0) parts.push(second);
  if (microsecond !== 0) parts.push(microsecond);
  return parts.join(', ');
}

const members: Members<TimeValue> = {
  hour: (self) => self.hour,
  minute: (self) => self.minute,
  second: (self) => self.second,
  microsecond: (self) => self.microsecond,
  tzinfo: (self) => self.zone,
  fold: () => 0,
  utcoffset: (self) => getter('utcoffset', () => (self.offset === null ? null : new TimeDelta(self.offset))),
  tzname: (self) => getter('tzname', () => self.zone?.abbreviation ?? null),
  dst: (self) =>
    getter('dst', () => (typeof self.zone?.dst === 'bigint' ? new TimeDelta(self.zone.dst) : null)),
  isoformat: (self) =>
    defineFunction('isoformat', [{ name: 'timespec', default: 'auto' }], ({ timespec }) => {
      const text = isoTime(self, textArgument(timespec, 'isoformat() argument'));
      return text + (self.offset === null ? '' : isoOffset(self.offset));
    }),
  strftime: (self) =>
    defineFunction('strftime', required('format'), ({ format }) => {
      const { hour, minute, second, microsecond } = self;
      const zone = self.zone;
      const moment = {
        year: 1900,
        month: 1,
        day: 1,
        hour,
        minute,
        second,
        microsecond,
        zone,
        epoch: () => 0n,
      };
      return strftime(moment, textArgument(format, 'strftime() argument 1'));
    }),
  replace: (self) =>
    defineFunction(
      'replace',
      [...optional('hour', 'minute', 'second', 'microsecond'), { name: 'tzinfo', default: false }],
      (args) =>
        new TimeValue(
          {
            hour: integerArgument(args['hour'] ?? self.hour),
            minute: integerArgument(args['minute'] ?? self.minute),
            second: integerArgument(args['second'] ?? self.second),
            microsecond: integerArgument(args['microsecond'] ?? self.microsecond),
          },
          args['tzinfo'] === false ? self.zone : zoneArgument(args['tzinfo']),
        ),
    ),
};

/** The class `datetime.time`. */
export const timeClass = new PythonClass({
  name: 'datetime.time',
  parameters: [
    ...['hour', 'minute', 'second', 'microsecond'].map((name) => ({ name, default: 0 })),
    ...optional('tzinfo'),
  ],
  construct: ({ hour, minute, second, microsecond, tzinfo }) =>
    new TimeValue(
      {
        hour: integerArgument(hour),
        minute: integerArgument(minute),
        second: integerArgument(second),
        microsecond: integerArgument(microsecond),
      },
      zoneArgument(tzinfo),
    ),
  members: {
    min: () => new TimeValue({ hour: 0, minute: 0, second: 0, microsecond: 0 }),
    max: () => new TimeValue({ hour: 23, minute: 59, second: 59, microsecond: 999_999 }),
    resolution: () => new TimeDelta(1n),
    fromisoformat: () =>
      defineFunction('fromisoformat', required('time_string'), ({ time_string }) => {
        const text = textArgument(time_string, 'fromisoformat: argument');
        const time = readIsoTime(text.replace(/^T/, ''));
        if (!time) throw new TemplateFault(`Invalid isoformat string: ${toRepr(text)}`);
        return new TimeValue(time, time.zone);
      }),
  },
});
