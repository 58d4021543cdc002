import type { CalendarDay } from './calendar.ts';
import { MICROS_PER_DAY, type ClockTime } from './clock-time.ts';
import { FixedZone } from './fixed-zone.ts';

const EPOCH_ORDINAL = 719_163n;
/** 1970-01-01 in microseconds since 0001-01-01. */
export const EPOCH = (EPOCH_ORDINAL - 1n) * MICROS_PER_DAY;

/** The instant now, in microseconds since 0001-01-01 UTC. */
export function now(): bigint {
  return EPOCH + BigInt(Math.round((performance.timeOrigin + performance.now()) * 1000));
}

/** This machine's offset at an instant, as a zone. */
export function systemZoneAt(utcMicros: bigint): FixedZone {
  const instant = new Date(Number((utcMicros - EPOCH) / 1000n));
  const minutes = -instant.getTimezoneOffset();
  const name = new Intl.DateTimeFormat('en-US', { timeZoneName: 'short' })
    .formatToParts(instant)
    .find((part) => part.type === 'timeZoneName')?.value;
  return new FixedZone(BigInt(minutes) * 60_000_000n, name ?? 'UTC');
}

/** This machine's offset at a local time, in microseconds. */
export function systemOffsetAt(local: CalendarDay & ClockTime): bigint {
  const date = new Date(2000, local.month - 1, local.day, local.hour, local.minute, local.second);
  date.setFullYear(local.year, local.month - 1, local.day);
  return BigInt(-date.getTimezoneOffset()) * 60_000_000n;
}
