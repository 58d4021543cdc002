import { TemplateFault } from '../../runtime/template-fault.ts';
import type { Value } from '../../value.ts';
import { iterate } from '../../values/iterate.ts';
import { Tuple } from '../../values/tuple.ts';
import { binary } from '../../runtime/operators.ts';
import { isTruthy } from '../../values/truthy.ts';

/** More items than a template sensibly takes from an endless iterator. */
const MAX_ITEMS = 100_000;

function checkEndless(taken: number, name: string): void {
  if (taken > MAX_ITEMS)
    throw new TemplateFault(`itertools.${name}() is endless: take from it with islice() or zip()`);
}

/** `count(start, step)`. */
export function* count(start: Value, step: Value): Generator<Value> {
  let value = start;
  for (let taken = 1; ; taken += 1) {
    checkEndless(taken, 'count');
    yield value;
    value = binary('+', value, step);
  }
}

/** `cycle(items)`. */
export function* cycle(items: readonly Value[]): Generator<Value> {
  for (let taken = 1; items.length > 0; taken += 1) {
    checkEndless(taken, 'cycle');
    yield items[(taken - 1) % items.length] ?? null;
  }
}

/** `repeat(value, times)`; null times is for ever. */
export function* repeat(value: Value, times: number | null): Generator<Value> {
  for (let taken = 1; times === null || taken <= times; taken += 1) {
    if (times === null) checkEndless(taken, 'repeat');
    yield value;
  }
}

/** `chain(a, b, …)`. */
export function* chain(iterables: Iterable<Value>): Generator<Value> {
  for (const iterable of iterables) yield* iterate(iterable);
}

/** `compress(data, selectors)`. */
export function* compress(data: Value, selectors: Value): Generator<Value> {
  const choices = iterate(selectors)[Symbol.iterator]();
  for (const item of iterate(data)) {
    const choice = choices.next();
    if (choice.done) return;
    if (isTruthy(choice.value)) yield item;
  }
}

/** `islice(items, start, stop, step)`; null stop is the end. Takes no more from the items than it needs. */
export function* islice(items: Value, start: number, stop: number | null, step: number): Generator<Value> {
  const source = iterate(items)[Symbol.iterator]();
  for (let index = 0; stop === null || index < stop; index += 1) {
    const item = source.next();
    if (item.done) return;
    if (index >= start && (index - start) % step === 0) yield item.value;
  }
}

/** `zip(a, b, …)`: ends with the shortest. */
export function* zip(iterables: readonly Value[]): Generator<Value> {
  const sources = iterables.map((iterable) => iterate(iterable)[Symbol.iterator]());
  while (sources.length > 0) {
    const row = new Tuple();
    for (const source of sources) {
      const item = source.next();
      if (item.done) return;
      row.push(item.value);
    }
    yield row;
  }
}

/** `zip_longest(a, b, …, fillvalue)`. */
export function* zipLongest(iterables: readonly Value[], fill: Value): Generator<Value> {
  const sources = iterables.map((iterable) => iterate(iterable)[Symbol.iterator]());
  for (;;) {
    const items = sources.map((source) => source.next());
    if (items.every((item) => item.done)) return;
    yield Tuple.fromItems(items.map((item) => (item.done ? fill : item.value)));
  }
}
