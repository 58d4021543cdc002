import { TemplateObject } from '../../value.ts';

/**
 * What Python calls a `tzinfo`, resolved: as with pytz, the object that a datetime bears has one offset, and
 * another instant of the same zone may bear another object.
 */
export abstract class Zone extends TemplateObject {
  /** Microseconds east of UTC. */
  abstract readonly offset: bigint;
  /** Daylight saving in it, in microseconds; null where Python says None. */
  abstract readonly dst: bigint | null;
  /** What `%Z` prints. */
  abstract readonly abbreviation: string;
  /** Whether the offset holds for a time without a date, too. */
  abstract readonly isFixed: boolean;

  /** The zone object that a datetime at this instant bears; microseconds of UTC since 0001-01-01. */
  abstract atInstant(utcMicros: bigint): Zone;
}
