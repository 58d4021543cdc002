import { suggest } from '../../../errors/did-you-mean.ts';
import { defineFunction } from '../../define-function.ts';
import { TemplateFault } from '../../runtime/template-fault.ts';
import { TemplateObject, type Value } from '../../value.ts';
import { toRepr } from '../../values/to-text.ts';
import { integerArgument, textArgument } from '../arguments.ts';
import type { Zone } from '../datetime/zone.ts';
import { required } from '../python-class.ts';
import { fixedOffset, PYTZ_UTC, staticZone } from './fixed-zones.ts';
import { RegionalZone } from './regional-zone.ts';
import { zoneCatalog } from './zone-catalog.ts';
import { isKnownZone } from './zone-offset.ts';

/** The pytz zone of a name, in any case. Throws TemplateFault for a name that is none. */
function zoneOfName(name: string): Zone {
  if (name.toUpperCase() === 'UTC') return PYTZ_UTC;
  const entry = zoneCatalog().get(name.toLowerCase());
  if (!entry || !isKnownZone(entry.name)) {
    const nearest = suggest(name.toLowerCase(), zoneCatalog().keys());
    const suggestion = nearest === null ? undefined : zoneCatalog().get(nearest)?.name;
    throw new TemplateFault(
      `UnknownTimeZoneError: ${toRepr(name)}`,
      suggestion === undefined ? undefined : `Did you mean '${suggestion}'?`,
    );
  }
  return entry.isStatic ? staticZone(entry) : new RegionalZone(entry);
}

const names = (all: boolean): string[] =>
  [...zoneCatalog().values()].filter((entry) => all || !entry.isOld).map((entry) => entry.name);

class PytzModule extends TemplateObject {
  readonly typeName = 'module';
  readonly #members: Readonly<Record<string, () => Value>> = {
    timezone: () =>
      defineFunction('timezone', required('zone'), ({ zone }) => zoneOfName(textArgument(zone, 'zone'))),
    utc: () => PYTZ_UTC,
    UTC: () => PYTZ_UTC,
    FixedOffset: () =>
      defineFunction('FixedOffset', required('offset'), ({ offset }) => fixedOffset(integerArgument(offset))),
    all_timezones: () => names(true),
    all_timezones_set: () => new Set(names(true)),
    common_timezones: () => names(false),
    common_timezones_set: () => new Set(names(false)),
  };

  override getAttribute(name: string): Value | undefined {
    return Object.hasOwn(this.#members, name) ? this.#members[name]?.() : undefined;
  }

  override toText(): string {
    return "<module 'pytz'>";
  }
}

/** `modules.pytz`: its zone names, with offsets from the runtime's IANA data. Lists are made when they are asked for. */
export const pytzModule: TemplateObject = new PytzModule();
