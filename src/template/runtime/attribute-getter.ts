import type { Value } from '../value.ts';
import { toText } from '../values/to-text.ts';
import { Undefined } from '../values/undefined.ts';
import { getItem } from './access.ts';

/** A function that follows `a.b.0` through a value, as filters with an `attribute` argument do. */
export function attributeGetter(path: Value, otherwise?: Value): (item: Value) => Value {
  const steps: readonly Value[] =
    typeof path === 'number'
      ? [path]
      : toText(path)
          .split('.')
          .map((part) => (/^\d+$/.test(part) ? Number(part) : part));
  return (item) => {
    let value = item;
    for (const step of steps) value = getItem(value, step);
    return value instanceof Undefined && otherwise !== undefined ? otherwise : value;
  };
}
