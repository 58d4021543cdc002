import { defineFunction } from '../../define-function.ts';
import { TemplateFault } from '../../runtime/template-fault.ts';
import { toRepr } from '../../values/to-text.ts';
import { integerArgument, textArgument } from '../arguments.ts';
import { getter, optional, PythonClass, required } from '../python-class.ts';
import type { Value } from '../../value.ts';
import { DateValue } from './date.ts';
import { DateTimeValue } from './datetime.ts';
import { readIsoMoment } from './iso-format.ts';
import { strptime } from './strptime.ts';
import { EPOCH, now, systemZoneAt } from './system-zone.ts';
import { TimeValue } from './time.ts';
import { TimeDelta } from './timedelta.ts';
import { microsOfTimestamp } from './timestamp.ts';
import { zoneArgument } from './zone-argument.ts';

/** An instant on the clocks of a zone, or, for None, on this machine's, then without a zone. */
function atInstant(utcMicros: bigint, tz: Value | undefined): DateTimeValue {
  const zone = zoneArgument(tz);
  if (zone !== null) return DateTimeValue.atInstant(utcMicros, zone);
  return DateTimeValue.fromLocal(utcMicros + systemZoneAt(utcMicros).offset, null);
}

function withoutZone(utcMicros: bigint): DateTimeValue {
  return DateTimeValue.fromLocal(utcMicros, null);
}

function combine(date: Value | undefined, time: Value | undefined, tzinfo: Value | undefined): DateTimeValue {
  if (!(date instanceof DateValue) && !(date instanceof DateTimeValue))
    throw new TemplateFault('combine() argument 1 must be datetime.date');
  if (!(time instanceof TimeValue)) throw new TemplateFault('combine() argument 2 must be datetime.time');
  const { year, month, day } = date;
  const { hour, minute, second, microsecond } = time;
  const zone = tzinfo === false ? time.zone : zoneArgument(tzinfo);
  return new DateTimeValue({ year, month, day, hour, minute, second, microsecond }, zone);
}

function fromIsoFormat(text: string): DateTimeValue {
  const moment = readIsoMoment(text);
  if (!moment) throw new TemplateFault(`Invalid isoformat string: ${toRepr(text)}`);
  return new DateTimeValue(moment, moment.zone);
}

/** The class `datetime.datetime`. */
export const datetimeClass = new PythonClass({
  name: 'datetime.datetime',
  parameters: [
    ...required('year', 'month', 'day'),
    ...['hour', 'minute', 'second', 'microsecond'].map((name) => ({ name, default: 0 })),
    ...optional('tzinfo'),
  ],
  construct: (args) =>
    new DateTimeValue(
      {
        year: integerArgument(args['year']),
        month: integerArgument(args['month']),
        day: integerArgument(args['day']),
        hour: integerArgument(args['hour']),
        minute: integerArgument(args['minute']),
        second: integerArgument(args['second']),
        microsecond: integerArgument(args['microsecond']),
      },
      zoneArgument(args['tzinfo']),
    ),
  members: {
    min: () => DateTimeValue.fromLocal(0n, null),
    max: () => fromIsoFormat('9999-12-31T23:59:59.999999'),
    resolution: () => new TimeDelta(1n),
    now: () => defineFunction('now', optional('tz'), ({ tz }) => atInstant(now(), tz)),
    today: () => getter('today', () => atInstant(now(), null)),
    utcnow: () => getter('utcnow', () => withoutZone(now())),
    fromtimestamp: () =>
      defineFunction('fromtimestamp', [...required('timestamp'), ...optional('tz')], ({ timestamp, tz }) =>
        atInstant(EPOCH + microsOfTimestamp(timestamp ?? null), tz),
      ),
    utcfromtimestamp: () =>
      defineFunction('utcfromtimestamp', required('timestamp'), ({ timestamp }) =>
        withoutZone(EPOCH + microsOfTimestamp(timestamp ?? null)),
      ),
    fromordinal: () =>
      defineFunction('fromordinal', required('ordinal'), ({ ordinal }) =>
        withoutZone(BigInt(integerArgument(ordinal) - 1) * 86_400_000_000n),
      ),
    combine: () =>
      defineFunction(
        'combine',
        [...required('date', 'time'), { name: 'tzinfo', default: false }],
        ({ date, time, tzinfo }) => combine(date, time, tzinfo),
      ),
    strptime: () =>
      defineFunction('strptime', required('date_string', 'format'), ({ date_string, format }) => {
        const moment = strptime(
          textArgument(date_string, 'strptime() argument 1'),
          textArgument(format, 'strptime() argument 2'),
        );
        return new DateTimeValue(moment, moment.zone);
      }),
    fromisoformat: () =>
      defineFunction('fromisoformat', required('date_string'), ({ date_string }) =>
        fromIsoFormat(textArgument(date_string, 'fromisoformat: argument')),
      ),
  },
});

/** What YAML, a database cell or an ISO text says, as a datetime; undefined when it is no ISO moment. */
export function datetimeFromIso(text: string): DateTimeValue | undefined {
  const moment = readIsoMoment(text);
  return moment && new DateTimeValue(moment, moment.zone);
}
