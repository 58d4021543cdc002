import type { KeywordArguments, Value } from '../value.ts';
import { dictMethods } from './dict-methods.ts';
import { listMethods, tupleMethods } from './list-methods.ts';
import { setMethods } from './set-methods.ts';
import { stringMethods } from './string-methods.ts';
import { Tuple } from '../values/tuple.ts';

/** A method of a built-in value: the value itself comes first. */
export type Method<T> = (self: T, args: readonly Value[], kwargs: KeywordArguments) => Value;

/** Methods by name, without a prototype, so that only these names are found. */
export type Methods<T> = Readonly<Record<string, Method<T>>>;

/** The methods of a value's type; undefined for types that have none. */
export function methodsOf(value: Value): Methods<never> | undefined {
  if (typeof value === 'string') return stringMethods as Methods<never>;
  if (value instanceof Map) return dictMethods as Methods<never>;
  if (value instanceof Tuple) return tupleMethods as Methods<never>;
  if (Array.isArray(value)) return listMethods as Methods<never>;
  if (value instanceof Set) return setMethods as Methods<never>;
  return undefined;
}
