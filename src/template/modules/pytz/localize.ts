import { TemplateFault } from '../../runtime/template-fault.ts';
import { DateTimeValue } from '../datetime/datetime.ts';
import { MICROS_PER_DAY } from '../datetime/clock-time.ts';
import type { Zone } from '../datetime/zone.ts';

const SIX_HOURS = MICROS_PER_DAY / 4n;

/**
 * A datetime without a zone as the clocks of a zone show it (pytz's `localize`). A time that does not exist, or
 * exists twice, is taken as standard or daylight time as `preferDaylight` says, and refused when that is null.
 */
export function localize(zone: Zone, moment: DateTimeValue, preferDaylight: boolean | null): DateTimeValue {
  if (moment.zone !== null) throw new TemplateFault('Not naive datetime (tzinfo is already set)');
  if (zone.isFixed) return DateTimeValue.fromLocal(moment.local, zone);
  const [first, second] = candidates(zone, moment.local);
  if (first && second) {
    if (preferDaylight === null) throw new TemplateFault(`AmbiguousTimeError: ${moment.toText()}`);
    const daylight = (first.dst ?? 0n) > (second.dst ?? 0n) ? first : second;
    const standard = daylight === first ? second : first;
    return DateTimeValue.fromLocal(moment.local, preferDaylight ? daylight : standard);
  }
  if (first) return DateTimeValue.fromLocal(moment.local, first);
  if (preferDaylight === null) throw new TemplateFault(`NonExistentTimeError: ${moment.toText()}`);
  const shift = preferDaylight ? SIX_HOURS : -SIX_HOURS;
  const beside = localize(zone, DateTimeValue.fromLocal(moment.local + shift, null), preferDaylight);
  return DateTimeValue.fromLocal(moment.local, beside.zone);
}

/** The zone's regimes under which its clocks show this local time, the earlier one first. */
function candidates(zone: Zone, local: bigint): readonly Zone[] {
  const found: Zone[] = [];
  for (const guess of [local - MICROS_PER_DAY, local + MICROS_PER_DAY]) {
    const offset = zone.atInstant(guess).offset;
    const regime = zone.atInstant(local - offset);
    if (regime.offset !== offset || found.some((other) => other.equals(regime))) continue;
    found.push(regime);
  }
  return found;
}
