import { defineFunction } from '../../define-function.ts';
import { TemplateFault } from '../../runtime/template-fault.ts';
import type { Value } from '../../value.ts';
import { DateTimeValue } from '../datetime/datetime.ts';
import { TimeDelta } from '../datetime/timedelta.ts';
import type { Zone } from '../datetime/zone.ts';
import { memberOf, required, type Members } from '../python-class.ts';
import { localize } from './localize.ts';

/** A member that all pytz zones have: `localize`, `normalize`, `zone`, `utcoffset` …; undefined for other names. */
export function zoneMember(zone: Zone, name: string): Value | undefined {
  return memberOf(members, zone, name);
}

/** The zone as it is at a local datetime that bears none. */
function resolved(zone: Zone, local: Value | undefined): Zone | null {
  if (zone.isFixed) return zone;
  return local instanceof DateTimeValue && local.zone === null ? localize(zone, local, false).zone : null;
}

const members: Members<Zone> = {
  zone: (self) => (self.toText().startsWith('pytz.FixedOffset') ? null : self.toText()),
  localize: (self) =>
    defineFunction('localize', [{ name: 'dt' }, { name: 'is_dst', default: false }], ({ dt, is_dst }) => {
      if (!(dt instanceof DateTimeValue)) throw new TemplateFault('localize() takes a datetime.datetime');
      return localize(self, dt, is_dst === null ? null : is_dst === true);
    }),
  normalize: (self) =>
    defineFunction('normalize', [{ name: 'dt' }, { name: 'is_dst', default: false }], ({ dt }) => {
      if (!(dt instanceof DateTimeValue)) throw new TemplateFault('normalize() takes a datetime.datetime');
      if (dt.zone === null) throw new TemplateFault('Naive time - no tzinfo set');
      return DateTimeValue.atInstant(dt.utc, self);
    }),
  utcoffset: (self) =>
    defineFunction('utcoffset', required('dt'), ({ dt }) => {
      const at = resolved(self, dt);
      return at === null ? null : new TimeDelta(at.offset);
    }),
  dst: (self) =>
    defineFunction('dst', required('dt'), ({ dt }) => {
      const at = resolved(self, dt);
      return at === null ? null : new TimeDelta(at.dst ?? 0n);
    }),
  tzname: (self) =>
    defineFunction('tzname', required('dt'), ({ dt }) => resolved(self, dt)?.abbreviation ?? self.toText()),
};
