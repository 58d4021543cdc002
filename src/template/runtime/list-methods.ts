import type { Value } from '../value.ts';
import { compare } from '../values/compare.ts';
import { equals } from '../values/equals.ts';
import { toArray } from '../values/iterate.ts';
import { isTruthy } from '../values/truthy.ts';
import { numberOf } from '../values/type-name.ts';
import { call } from './access.ts';
import type { Methods } from './methods.ts';
import { TemplateFault } from './template-fault.ts';

const integer = (value: Value | undefined, otherwise: number): number =>
  value === undefined ? otherwise : (numberOf(value) ?? otherwise);

const findIndex = (list: readonly Value[], item: Value | undefined, what: string): number => {
  const index = list.findIndex((candidate) => equals(candidate, item ?? null));
  if (index < 0) throw new TemplateFault(`${what}: value is not in the list`);
  return index;
};

/** Python's methods of tuples. */
export const tupleMethods: Methods<Value[]> = Object.assign(Object.create(null), {
  index: (list, [item]) => findIndex(list, item, 'tuple.index(x)'),
  count: (list, [item]) => list.filter((candidate) => equals(candidate, item ?? null)).length,
} satisfies Methods<Value[]>);

/** Python's methods of lists; those that change the list give None. */
export const listMethods: Methods<Value[]> = Object.assign(Object.create(null), {
  append(list, [item]) {
    list.push(item ?? null);
    return null;
  },
  extend(list, [items]) {
    list.push(...toArray(items ?? null));
    return null;
  },
  insert(list, [index, item]) {
    list.splice(integer(index, 0), 0, item ?? null);
    return null;
  },
  pop(list, [index]) {
    const at = integer(index, -1);
    const [item] = list.splice(at < 0 ? list.length + at : at, 1);
    if (item === undefined)
      throw new TemplateFault(list.length === 0 ? 'pop from empty list' : 'pop index out of range');
    return item;
  },
  remove(list, [item]) {
    list.splice(findIndex(list, item, 'list.remove(x)'), 1);
    return null;
  },
  index: (list, [item]) => findIndex(list, item, 'list.index(x)'),
  count: (list, [item]) => list.filter((candidate) => equals(candidate, item ?? null)).length,
  reverse(list) {
    list.reverse();
    return null;
  },
  sort(list, _args, kwargs) {
    const key = kwargs?.get('key');
    const keyed = list.map((item) => ({
      item,
      key: key === undefined ? item : (call(key, [item], null) as Value),
    }));
    keyed.sort((a, b) => compare(a.key, b.key));
    if (isTruthy(kwargs?.get('reverse') ?? false)) keyed.reverse();
    keyed.forEach((entry, index) => (list[index] = entry.item));
    return null;
  },
  copy: (list) => [...list],
  clear(list) {
    list.length = 0;
    return null;
  },
} satisfies Methods<Value[]>);
