import type { KeywordArguments, Value } from '../value.ts';

/** A filter: the value on the left of `|` first, then its arguments. */
export type Filter = (value: Value, args: readonly Value[], kwargs: KeywordArguments) => Value;

/** A named set of filters. */
export type Filters = Readonly<Record<string, Filter>>;

/** An argument by position or name, or the default. */
export function argument(
  args: readonly Value[],
  kwargs: KeywordArguments,
  index: number,
  name: string,
  otherwise: Value,
): Value {
  const value = args[index] ?? (args.length > index ? null : kwargs?.get(name));
  return value === undefined ? otherwise : value;
}
