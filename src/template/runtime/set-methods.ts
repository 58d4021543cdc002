import type { Value } from '../value.ts';
import { toArray } from '../values/iterate.ts';
import type { Methods } from './methods.ts';
import { TemplateFault } from './template-fault.ts';

const other = (value: Value | undefined): ReadonlySet<Value> => new Set(toArray(value ?? []));

/** Python's methods of sets. */
export const setMethods: Methods<Set<Value>> = Object.assign(Object.create(null), {
  add(set, [item]) {
    set.add(item ?? null);
    return null;
  },
  remove(set, [item]) {
    if (!set.delete(item ?? null)) throw new TemplateFault('set.remove(x): x not in set');
    return null;
  },
  discard(set, [item]) {
    set.delete(item ?? null);
    return null;
  },
  union: (set, others) => new Set([...set, ...others.flatMap((items) => toArray(items))]),
  intersection: (set, others) =>
    new Set([...set].filter((item) => others.every((items) => other(items).has(item)))),
  difference: (set, others) =>
    new Set([...set].filter((item) => others.every((items) => !other(items).has(item)))),
  symmetric_difference(set, [items]) {
    const right = other(items);
    return new Set([
      ...[...set].filter((item) => !right.has(item)),
      ...[...right].filter((item) => !set.has(item)),
    ]);
  },
  issubset: (set, [items]) => [...set].every((item) => other(items).has(item)),
  issuperset: (set, [items]) => [...other(items)].every((item) => set.has(item)),
  isdisjoint: (set, [items]) => [...other(items)].every((item) => !set.has(item)),
  update(set, others) {
    for (const items of others) for (const item of toArray(items)) set.add(item);
    return null;
  },
  copy: (set) => new Set(set),
  clear(set) {
    set.clear();
    return null;
  },
} satisfies Methods<Set<Value>>);
