import { TemplateFault } from '../runtime/template-fault.ts';
import type { Value } from '../value.ts';
import { toArray } from '../values/iterate.ts';
import { toText } from '../values/to-text.ts';
import { typeName } from '../values/type-name.ts';

/** Lists of `a` without what the list of `b` under the same key has, both in any case; empty ones are left out. */
export function diffOfTwoDicts(a: Value, b: Value): Value {
  const right = new Map(
    entries(b).map(([key, list]) => [
      toText(key).toLowerCase(),
      new Set(toArray(list).map((item) => toText(item).toLowerCase())),
    ]),
  );
  const difference = new Map<Value, Value>();
  for (const [key, list] of entries(a)) {
    const other = right.get(toText(key).toLowerCase());
    if (other === undefined) {
      difference.set(key, list);
      continue;
    }
    const rest = toArray(list).filter((item) => !other.has(toText(item).toLowerCase()));
    if (rest.length > 0) difference.set(key, rest);
  }
  return difference;
}

function entries(value: Value): [Value, Value][] {
  if (!(value instanceof Map))
    throw new TemplateFault(`diff_of_two_dicts() takes dicts, not ${typeName(value)}`);
  return [...value];
}
