import { TemplateFault } from '../../runtime/template-fault.ts';

/** A time of day, as Python's `time` counts it. */
export interface ClockTime {
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly microsecond: number;
}

/** Microseconds in a second. */
export const MICROS_PER_SECOND = 1_000_000n;
/** Microseconds in a day. */
export const MICROS_PER_DAY = 86_400n * MICROS_PER_SECOND;
/** The first instant of a day. */
export const MIDNIGHT: ClockTime = { hour: 0, minute: 0, second: 0, microsecond: 0 };

/** Microseconds since midnight. */
export function microsOfDay(time: ClockTime): bigint {
  return (
    BigInt((time.hour * 60 + time.minute) * 60 + time.second) * MICROS_PER_SECOND + BigInt(time.microsecond)
  );
}

/** The time of day of microseconds since midnight, 0 up to a day. */
export function clockTimeOf(micros: bigint): ClockTime {
  const seconds = Number(micros / MICROS_PER_SECOND);
  return {
    hour: Math.floor(seconds / 3600),
    minute: Math.floor(seconds / 60) % 60,
    second: seconds % 60,
    microsecond: Number(micros % MICROS_PER_SECOND),
  };
}

/** Refuses times that do not exist, with Python's words. Throws TemplateFault. */
export function checkTime({ hour, minute, second, microsecond }: ClockTime): void {
  if (hour < 0 || hour > 23) throw new TemplateFault('hour must be in 0..23');
  if (minute < 0 || minute > 59) throw new TemplateFault('minute must be in 0..59');
  if (second < 0 || second > 59) throw new TemplateFault('second must be in 0..59');
  if (microsecond < 0 || microsecond > 999_999) throw new TemplateFault('microsecond must be in 0..999999');
}

const TIMESPECS = ['auto', 'hours', 'minutes', 'seconds', 'milliseconds', 'microseconds'];
const two = (value: number): string => String(value).padStart(2, '0');

/** The time as ISO text, to the precision of Python's `timespec`. Throws TemplateFault for an unknown one. */
export function isoTime(time: ClockTime, timespec = 'auto'): string {
  if (!TIMESPECS.includes(timespec)) throw new TemplateFault('Unknown timespec value');
  const precision = timespec === 'auto' ? (time.microsecond === 0 ? 'seconds' : 'microseconds') : timespec;
  const minutes = `${two(time.hour)}:${two(time.minute)}`;
  const fraction = String(time.microsecond).padStart(6, '0');
  switch (precision) {
    case 'hours':
      return two(time.hour);
    case 'minutes':
      return minutes;
    case 'seconds':
      return `${minutes}:${two(time.second)}`;
    case 'milliseconds':
      return `${minutes}:${two(time.second)}.${fraction.slice(0, 3)}`;
    default:
      return `${minutes}:${two(time.second)}.${fraction}`;
  }
}

/** An offset from UTC as ISO text: `+01:00`, with seconds where there are any. */
export function isoOffset(micros: bigint): string {
  const size = micros < 0n ? -micros : micros;
  const { hour, minute, second, microsecond } = clockTimeOf(size);
  const seconds =
    second > 0 || microsecond > 0
      ? `:${two(second)}${microsecond > 0 ? `.${String(microsecond).padStart(6, '0')}` : ''}`
      : '';
  return `${micros < 0n ? '-' : '+'}${two(hour)}:${two(minute)}${seconds}`;
}
