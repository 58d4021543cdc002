import { TemplateFault } from '../../runtime/template-fault.ts';
import type { Value } from '../../value.ts';
import { typeName } from '../../values/type-name.ts';
import { Zone } from './zone.ts';

/** A `tzinfo` argument or None. Throws TemplateFault with Python's words for anything else. */
export function zoneArgument(value: Value | undefined): Zone | null {
  const given = value ?? null;
  if (given === null || given instanceof Zone) return given;
  throw new TemplateFault(
    `tzinfo argument must be None or of a tzinfo subclass, not type '${typeName(given)}'`,
    typeof given === 'string' ? `Write modules.pytz.timezone('${given}').` : undefined,
  );
}
