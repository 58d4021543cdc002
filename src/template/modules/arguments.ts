import { TemplateFault } from '../runtime/template-fault.ts';
import type { Value } from '../value.ts';
import { Float } from '../values/float.ts';
import { numberOf, typeName } from '../values/type-name.ts';
import { Undefined } from '../values/undefined.ts';

/** Whether Python would call the value an int (booleans are ints). */
export function isInteger(value: Value): boolean {
  return (
    typeof value === 'bigint' ||
    typeof value === 'boolean' ||
    (typeof value === 'number' && Number.isInteger(value))
  );
}

/** Whether Python would call the value a float. */
export function isFloat(value: Value): value is number | Float {
  return value instanceof Float || (typeof value === 'number' && !Number.isInteger(value));
}

/** An int argument. Throws TemplateFault with Python's words for anything else. */
export function integerArgument(value: Value | undefined): number {
  const given = value ?? null;
  if (given instanceof Undefined) throw new TemplateFault(given.reason);
  if (!isInteger(given))
    throw new TemplateFault(`'${typeName(given)}' object cannot be interpreted as an integer`);
  return numberOf(given) ?? 0;
}

/** A text argument. Throws TemplateFault that names the parameter for anything else. */
export function textArgument(value: Value | undefined, what: string): string {
  const given = value ?? null;
  if (given instanceof Undefined) throw new TemplateFault(given.reason);
  if (typeof given !== 'string') throw new TemplateFault(`${what} must be str, not ${typeName(given)}`);
  return given;
}

/** An exact int as a template value: a bigint only where a number would lose digits. */
export function integerValue(value: bigint): number | bigint {
  const small = Number(value);
  return Number.isSafeInteger(small) ? small : value;
}
