import type { Value } from '../value.ts';
import { DateTimeValue } from './datetime/datetime.ts';
import { EPOCH } from './datetime/system-zone.ts';
import { PYTZ_UTC } from './pytz/fixed-zones.ts';

/** A point in time as templates see it (`run_started_at`): a datetime of UTC with pytz's zone, to the millisecond. */
export function datetimeFromInstant(date: Date): Value {
  return DateTimeValue.atInstant(EPOCH + BigInt(date.getTime()) * 1000n, PYTZ_UTC);
}
