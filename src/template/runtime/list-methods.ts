import type { Value } from '../value.ts';
import { compare } from '../values/compare.ts';
import { equals } from '../values/equals.ts';
import { toArray } from '../values/iterate.ts';
import { toRepr } from '../values/to-text.ts';
import { isTruthy } from '../values/truthy.ts';
import { numberOf } from '../values/type-name.ts';
import { call } from './call.ts';
import { checkListSize } from './list-size.ts';
import type { Methods } from './method.ts';
import { TemplateFault } from './template-fault.ts';

const integer = (value: Value | undefined, otherwise: number): number =>
  value === undefined ? otherwise : (numberOf(value) ?? otherwise);

function findIndex(list: readonly Value[], args: readonly Value[], message: (item: Value) => string): number {
  const [item = null, start, stop] = args;
  const from = integer(start, 0);
  const to = integer(stop, list.length);
  const low = from < 0 ? from + list.length : from;
  const high = to < 0 ? to + list.length : to;
  const index = list.findIndex((candidate, at) => at >= low && at < high && equals(candidate, item));
  if (index < 0) throw new TemplateFault(message(item));
  return index;
}

/** Fails a call whose number of arguments is not `count`, in Python's words. */
function checkArity(method: string, args: readonly Value[], count: 0 | 1): void {
  if (args.length === count) return;
  const takes = count === 0 ? 'no arguments' : 'exactly one argument';
  throw new TemplateFault(`list.${method}() takes ${takes} (${args.length} given)`);
}

/** Python's methods of tuples. */
export const tupleMethods: Methods<Value[]> = Object.assign(Object.create(null), {
  index: (tuple, args) => findIndex(tuple, args, () => 'tuple.index(x): x not in tuple'),
  count: (list, [item]) => list.filter((candidate) => equals(candidate, item ?? null)).length,
} satisfies Methods<Value[]>);

/** Python's methods of lists; those that change the list give None. */
export const listMethods: Methods<Value[]> = Object.assign(Object.create(null), {
  append(list, args) {
    checkArity('append', args, 1);
    checkListSize(list.length + 1);
    list.push(args[0] ?? null);
    return null;
  },
  extend(list, args) {
    checkArity('extend', args, 1);
    const items = toArray(args[0] ?? null);
    checkListSize(list.length + items.length);
    for (const item of [...items]) list.push(item);
    return null;
  },
  insert(list, [index, item]) {
    checkListSize(list.length + 1);
    list.splice(integer(index, 0), 0, item ?? null);
    return null;
  },
  pop(list, [index]) {
    const given = integer(index, -1);
    const at = given < 0 ? list.length + given : given;
    const [item] = at < 0 ? [] : list.splice(at, 1);
    if (item === undefined)
      throw new TemplateFault(list.length === 0 ? 'pop from empty list' : 'pop index out of range');
    return item;
  },
  remove(list, [item]) {
    list.splice(
      findIndex(list, [item ?? null], () => 'list.remove(x): x not in list'),
      1,
    );
    return null;
  },
  index: (list, args) => findIndex(list, args, (item) => `${toRepr(item)} is not in list`),
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
    const reverse = isTruthy(kwargs?.get('reverse') ?? false);
    keyed.sort((a, b) => (reverse ? compare(b.key, a.key) : compare(a.key, b.key)));
    keyed.forEach((entry, index) => (list[index] = entry.item));
    return null;
  },
  copy: (list) => [...list],
  clear(list) {
    list.length = 0;
    return null;
  },
} satisfies Methods<Value[]>);
