import type { Value } from '../value.ts';
import { findKey } from '../values/equals.ts';
import { makeSet } from '../values/hashed.ts';
import { toArray } from '../values/iterate.ts';
import type { Methods } from './method.ts';
import { TemplateFault } from './template-fault.ts';

const other = (value: Value | undefined): ReadonlySet<Value> => makeSet(toArray(value ?? []));
const holds = (set: ReadonlySet<Value>, item: Value): boolean => set.has(findKey(set, item));

const only = (set: ReadonlySet<Value>, keep: (item: Value) => boolean): Set<Value> =>
  new Set([...set].filter(keep));

/** Python's methods of sets. */
export const setMethods: Methods<Set<Value>> = Object.assign(Object.create(null), {
  add(set, [item]) {
    set.add(findKey(set, item ?? null));
    return null;
  },
  remove(set, [item]) {
    if (!set.delete(findKey(set, item ?? null))) throw new TemplateFault('set.remove(x): x not in set');
    return null;
  },
  discard(set, [item]) {
    set.delete(findKey(set, item ?? null));
    return null;
  },
  union: (set, others) => makeSet([...set, ...others.flatMap((items) => toArray(items))]),
  intersection: (set, others) =>
    others
      .map(other)
      .reduce<Set<Value>>((kept, right) => only(kept, (item) => holds(right, item)), new Set(set)),
  difference: (set, others) =>
    others
      .map(other)
      .reduce<Set<Value>>((kept, right) => only(kept, (item) => !holds(right, item)), new Set(set)),
  symmetric_difference(set, [items]) {
    const right = other(items);
    return new Set([
      ...only(set, (item) => !holds(right, item)),
      ...only(right, (item) => !holds(set, item)),
    ]);
  },
  issubset(set, [items]) {
    const right = other(items);
    return [...set].every((item) => holds(right, item));
  },
  issuperset: (set, [items]) => [...other(items)].every((item) => holds(set, item)),
  isdisjoint: (set, [items]) => ![...other(items)].some((item) => holds(set, item)),
  update(set, others) {
    for (const items of others) for (const item of toArray(items)) set.add(findKey(set, item));
    return null;
  },
  pop(set) {
    const [item] = set;
    if (item === undefined) throw new TemplateFault('pop from an empty set');
    set.delete(item);
    return item;
  },
  copy: (set) => new Set(set),
  clear(set) {
    set.clear();
    return null;
  },
} satisfies Methods<Set<Value>>);
