import type { Value } from '../../value.ts';
import { TimeDelta } from '../datetime/timedelta.ts';
import { EPOCH } from '../datetime/system-zone.ts';
import { MICROS_PER_SECOND } from '../datetime/clock-time.ts';
import { Zone } from '../datetime/zone.ts';
import { offsetSecondsAt } from './zone-offset.ts';
import type { ZoneEntry } from './zone-catalog.ts';
import { zoneMember } from './zone-members.ts';

/** Zones whose "daylight" time of the IANA data is the earlier one, kept in winter or in Ramadan. */
const NEGATIVE_DAYLIGHT = new Set(['Europe/Dublin', 'Eire', 'Africa/Casablanca', 'Africa/El_Aaiun']);
/** Before every zone's first change: its clocks then showed the mean time of the place. */
const BEFORE_ZONES = Date.UTC(1800, 0, 1);
const LAST_MEAN_TIME = Date.UTC(1973, 0, 1);

interface Regime {
  /** Seconds, as pytz has them: rounded to the minute. */
  readonly offset: number;
  readonly daylight: number;
  readonly abbreviation: string;
}

/** A pytz zone of a region, resolved to one of its offsets; without a datetime, to its first, the local mean time. */
export class RegionalZone extends Zone {
  readonly typeName = 'pytz.tzinfo.DstTzInfo';
  readonly entry: ZoneEntry;
  readonly isFixed = false;
  readonly offset: bigint;
  readonly dst: bigint;
  readonly abbreviation: string;

  constructor(entry: ZoneEntry, epochMillis = BEFORE_ZONES) {
    super();
    const regime = regimeAt(entry, epochMillis);
    this.entry = entry;
    this.offset = BigInt(regime.offset) * MICROS_PER_SECOND;
    this.dst = BigInt(regime.daylight) * MICROS_PER_SECOND;
    this.abbreviation = regime.abbreviation;
  }

  atInstant(utcMicros: bigint): RegionalZone {
    return new RegionalZone(this.entry, Number((utcMicros - EPOCH) / 1000n));
  }

  override getAttribute(name: string): Value | undefined {
    return zoneMember(this, name);
  }

  override equals(other: Value): boolean {
    return (
      other instanceof RegionalZone &&
      other.entry === this.entry &&
      other.offset === this.offset &&
      other.abbreviation === this.abbreviation
    );
  }

  override toText(): string {
    return this.entry.name;
  }

  override toRepr(): string {
    const sign = this.offset > 0n ? '+' : '';
    const kind = this.dst === 0n ? 'STD' : 'DST';
    return `<DstTzInfo '${this.entry.name}' ${this.abbreviation}${sign}${new TimeDelta(this.offset).toText()} ${kind}>`;
  }
}

function regimeAt(entry: ZoneEntry, epochMillis: number): Regime {
  const exact = offsetSecondsAt(entry.name, epochMillis);
  const offset = Math.floor((exact + 30) / 60) * 60;
  if (isMeanTime(entry, exact, epochMillis)) return { offset, daylight: 0, abbreviation: 'LMT' };
  const standard = standardOffset(entry, epochMillis);
  const daylight = exact - standard;
  const name = daylight === 0 ? entry.standard : entry.daylight;
  return { offset, daylight, abbreviation: name ?? numericName(offset) };
}

function isMeanTime(entry: ZoneEntry, exact: number, epochMillis: number): boolean {
  return epochMillis < LAST_MEAN_TIME && exact === offsetSecondsAt(entry.name, BEFORE_ZONES);
}

/** The offset without daylight saving: the year's extreme, unless the zone moved to another offset in that year. */
function standardOffset(entry: ZoneEntry, epochMillis: number): number {
  const year = new Date(epochMillis).getUTCFullYear();
  const at = (when: number): number => offsetSecondsAt(entry.name, when);
  if (NEGATIVE_DAYLIGHT.has(entry.name)) return at(Date.UTC(year, 6, 1));
  const january = at(Date.UTC(year, 0, 1));
  const july = at(Date.UTC(year, 6, 1));
  const nextJanuary = at(Date.UTC(year + 1, 0, 1));
  return january === nextJanuary ? Math.min(january, july, at(epochMillis)) : at(epochMillis);
}

/** `+03`, `-0330`: what zones without letters print. */
function numericName(seconds: number): string {
  const minutes = Math.abs(seconds) / 60;
  const two = (value: number): string => String(value).padStart(2, '0');
  const rest = minutes % 60 === 0 ? '' : two(minutes % 60);
  return `${seconds < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}${rest}`;
}
