import type { Value } from '../../value.ts';
import { Tuple } from '../../values/tuple.ts';

/** Every way to take one item of each pool, the last pool turning fastest. */
export function* product(pools: readonly (readonly Value[])[]): Generator<Value> {
  const [first, ...rest] = pools;
  if (first === undefined) {
    yield Tuple.fromItems([]);
    return;
  }
  for (const item of first) {
    for (const tail of product(rest)) yield Tuple.fromItems([item, ...(tail as Tuple)]);
  }
}

/** Every ordered choice of `size` items, by place: equal items count as different. */
export function* permutations(pool: readonly Value[], size: number): Generator<Value> {
  yield* choices(pool.length, size, (index, chosen) => !chosen.includes(index), pool);
}

/** Every choice of `size` items in the order of the pool. */
export function* combinations(pool: readonly Value[], size: number): Generator<Value> {
  yield* choices(pool.length, size, (index, chosen) => index > (chosen.at(-1) ?? -1), pool);
}

/** Every choice of `size` items in the order of the pool, an item as often as one likes. */
export function* combinationsWithReplacement(pool: readonly Value[], size: number): Generator<Value> {
  yield* choices(pool.length, size, (index, chosen) => index >= (chosen.at(-1) ?? 0), pool);
}

function* choices(
  count: number,
  size: number,
  allowed: (index: number, chosen: readonly number[]) => boolean,
  pool: readonly Value[],
  chosen: readonly number[] = [],
): Generator<Value> {
  if (chosen.length === size) {
    yield Tuple.fromItems(chosen.map((index) => pool[index] ?? null));
    return;
  }
  for (let index = 0; index < count; index += 1) {
    if (allowed(index, chosen)) yield* choices(count, size, allowed, pool, [...chosen, index]);
  }
}
