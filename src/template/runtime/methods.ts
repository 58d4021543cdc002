import type { Value } from '../value.ts';
import { Tuple } from '../values/tuple.ts';
import { dictMethods } from './dict-methods.ts';
import type { FieldAccess } from './format-fields.ts';
import { formatMethods } from './format-methods.ts';
import { listMethods, tupleMethods } from './list-methods.ts';
import type { Methods } from './method.ts';
import { setMethods } from './set-methods.ts';
import { stringMethods } from './string-methods.ts';

/** Gives the look-up of the methods of a value's type; it gives undefined for types that have none. */
export function methodLookup(access: FieldAccess): (value: Value) => Methods<never> | undefined {
  const textMethods = Object.assign(
    Object.create(null),
    stringMethods,
    formatMethods(access),
  ) as Methods<never>;
  return (value) => {
    if (typeof value === 'string') return textMethods;
    if (value instanceof Map) return dictMethods as Methods<never>;
    if (value instanceof Tuple) return tupleMethods as Methods<never>;
    if (Array.isArray(value)) return listMethods as Methods<never>;
    if (value instanceof Set) return setMethods as Methods<never>;
    return undefined;
  };
}
