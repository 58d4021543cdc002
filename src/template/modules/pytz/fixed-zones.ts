import type { Value } from '../../value.ts';
import { MICROS_PER_SECOND } from '../datetime/clock-time.ts';
import { Zone } from '../datetime/zone.ts';
import { offsetSecondsAt } from './zone-offset.ts';
import type { ZoneEntry } from './zone-catalog.ts';
import { zoneMember } from './zone-members.ts';

/** A pytz zone with one offset for ever: `pytz.utc`, `Etc/GMT+5`, `pytz.FixedOffset(90)`. */
export class PytzFixedZone extends Zone {
  readonly typeName: string;
  readonly offset: bigint;
  readonly dst = 0n;
  readonly abbreviation: string;
  readonly isFixed = true;
  /** The zone's name; null for `FixedOffset`. */
  readonly zoneName: string | null;
  readonly #repr: string;

  constructor(typeName: string, offset: bigint, zoneName: string | null, abbreviation: string, repr: string) {
    super();
    this.typeName = typeName;
    this.offset = offset;
    this.zoneName = zoneName;
    this.abbreviation = abbreviation;
    this.#repr = repr;
  }

  atInstant(): Zone {
    return this;
  }

  override getAttribute(name: string): Value | undefined {
    return zoneMember(this, name);
  }

  override equals(other: Value): boolean {
    return other instanceof PytzFixedZone && other.#repr === this.#repr;
  }

  override toText(): string {
    return this.zoneName ?? this.#repr;
  }

  override toRepr(): string {
    return this.#repr;
  }
}

/** `pytz.utc`. */
export const PYTZ_UTC = new PytzFixedZone('pytz.UTC', 0n, 'UTC', 'UTC', '<UTC>');

/** A zone of the catalogue that never changed its offset. */
export function staticZone(entry: ZoneEntry): PytzFixedZone {
  const offset = BigInt(offsetSecondsAt(entry.name, 0)) * MICROS_PER_SECOND;
  const hours = Math.abs(Number(offset / (3600n * MICROS_PER_SECOND)));
  const numeric = `${offset < 0n ? '-' : '+'}${String(hours).padStart(2, '0')}`;
  const repr = `<StaticTzInfo '${entry.name}'>`;
  return new PytzFixedZone('pytz.tzinfo.StaticTzInfo', offset, entry.name, entry.standard ?? numeric, repr);
}

/** `pytz.FixedOffset(minutes)`. */
export function fixedOffset(minutes: number): PytzFixedZone {
  if (minutes === 0) return PYTZ_UTC;
  const repr = `pytz.FixedOffset(${minutes})`;
  return new PytzFixedZone(
    'pytz._FixedOffset',
    BigInt(minutes) * 60n * MICROS_PER_SECOND,
    null,
    'None',
    repr,
  );
}
