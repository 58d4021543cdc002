const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
    formats.set(zone, format);
  }
  return format;
}

/** Whether this runtime's time zone data has the zone. */
export function isKnownZone(zone: string): boolean {
  try {
    formatOf(zone);
    return true;
  } catch {
    // Intl refuses unknown names with a RangeError and gives no way to ask.
    return false;
  }
}

/** A zone's offset from UTC in seconds at an instant in milliseconds since the epoch, from the runtime's IANA data. */
export function offsetSecondsAt(zone: string, epochMillis: number): number {
  const name = formatOf(zone)
    .formatToParts(epochMillis)
    .find((part) => part.type === 'timeZoneName')?.value;
  const match = /([+-])(\d\d):(\d\d)(?::(\d\d))?/.exec(name ?? '');
  if (!match) return 0;
  const [, sign, hours, minutes, seconds] = match;
  const total = (Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds ?? 0);
  return sign === '-' ? -total : total;
}
