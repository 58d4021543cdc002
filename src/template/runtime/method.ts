import type { KeywordArguments, Value } from '../value.ts';

/** A method of a built-in value: the value itself comes first. */
export type Method<T> = (self: T, args: readonly Value[], kwargs: KeywordArguments) => Value;

/** Methods by name, without a prototype, so that only these names are found. */
export type Methods<T> = Readonly<Record<string, Method<T>>>;
