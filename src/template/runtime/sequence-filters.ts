import type { KeywordArguments, Value } from '../value.ts';
import { compare } from '../values/compare.ts';
import { equals, findKey } from '../values/equals.ts';
import { iterate, toArray } from '../values/iterate.ts';
import { LazyItems } from '../values/lazy-items.ts';
import { toRepr, toText } from '../values/to-text.ts';
import { isTruthy } from '../values/truthy.ts';
import { Tuple } from '../values/tuple.ts';
import { numberOf } from '../values/type-name.ts';
import { Undefined } from '../values/undefined.ts';
import { TemplateObject } from '../value.ts';
import { attributeGetter } from './attribute-getter.ts';
import { getAttribute, methodsOf } from './access.ts';
import { call } from './call.ts';
import { argument, type Filters } from './filter.ts';
import { binary } from './operators.ts';
import { TemplateFault } from './template-fault.ts';
import { typeName } from '../values/type-name.ts';

const foldCase = (value: Value): Value => (typeof value === 'string' ? value.toLowerCase() : value);

/** How items are compared: by an attribute where one is named, text without regard to case unless asked. */
function sortKey(attribute: Value, caseSensitive: boolean): (item: Value) => Value {
  const paths = typeof attribute === 'string' ? attribute.split(',') : [attribute];
  const getters =
    attribute === null ? [(item: Value): Value => item] : paths.map((path) => attributeGetter(path));
  const fold = caseSensitive ? (value: Value): Value => value : foldCase;
  const [single] = getters;
  if (single !== undefined && getters.length === 1) return (item) => fold(single(item));
  return (item) => getters.map((get) => fold(get(item)));
}

function sorted(items: readonly Value[], key: (item: Value) => Value, reverse: boolean): Value[] {
  const keyed = items.map((item) => ({ item, key: key(item) }));
  keyed.sort((a, b) => (reverse ? compare(b.key, a.key) : compare(a.key, b.key)));
  return keyed.map((entry) => entry.item);
}

/** Number of items or characters. Throws TemplateFault for what has no length. */
function lengthOf(value: Value): number {
  if (typeof value === 'string') return [...value].length;
  if (Array.isArray(value)) return value.length;
  if (value instanceof Map || value instanceof Set) return value.size;
  const length = value instanceof TemplateObject ? value.length() : undefined;
  if (length === undefined) throw new TemplateFault(`object of type '${typeName(value)}' has no len()`);
  return length;
}

function extreme(value: Value, args: readonly Value[], kwargs: KeywordArguments, sign: 1 | -1): Value {
  const key = sortKey(
    argument(args, kwargs, 1, 'attribute', null),
    isTruthy(argument(args, kwargs, 0, 'case_sensitive', false)),
  );
  let best: Value | undefined;
  for (const item of iterate(value)) {
    if (best === undefined || compare(key(item), key(best), sign > 0 ? '<' : '>') * sign < 0) best = item;
  }
  return best ?? new Undefined('No aggregated item, sequence was empty.');
}

function batch(items: readonly Value[], given: number, fill: Value): Value[] {
  const rows: Value[] = [];
  const size = Math.max(1, given);
  for (let at = 0; at < items.length; at += size) {
    const row = items.slice(at, at + size);
    while (fill !== null && row.length < size) row.push(fill);
    rows.push(row);
  }
  return rows;
}

function sliceInto(items: readonly Value[], columns: number, fill: Value): Value[] {
  const per = Math.floor(items.length / columns);
  const longer = items.length % columns;
  let offset = 0;
  return Array.from({ length: columns }, (_, index) => {
    const start = offset + index * per;
    if (index < longer) offset += 1;
    const column = items.slice(start, offset + (index + 1) * per);
    return fill !== null && index >= longer ? [...column, fill] : column;
  });
}

function groupBy(value: Value, args: readonly Value[], kwargs: KeywordArguments): Value[] {
  const attribute = argument(args, kwargs, 0, 'attribute', null);
  const get = attributeGetter(attribute, argument(args, kwargs, 1, 'default', new Undefined('no default')));
  const fold = isTruthy(argument(args, kwargs, 2, 'case_sensitive', false))
    ? (item: Value) => item
    : foldCase;
  const groups: { key: Value; grouper: Value; list: Value[] }[] = [];
  for (const item of sorted(toArray(value), (entry) => fold(get(entry)), false)) {
    const key = fold(get(item));
    const last = groups.at(-1);
    if (last !== undefined && equals(last.key, key)) last.list.push(item);
    else groups.push({ key, grouper: get(item), list: [item] });
  }
  return groups.map((group) => new Group(Tuple.fromItems([group.grouper, group.list])));
}

/** A group of `groupby`: a pair that also answers to `.grouper` and `.list`. */
class Group extends TemplateObject {
  readonly typeName = '_GroupTuple';
  readonly #pair: Tuple;

  constructor(pair: Tuple) {
    super();
    this.#pair = pair;
  }

  override getAttribute(name: string): Value | undefined {
    return name === 'grouper' ? this.#pair[0] : name === 'list' ? this.#pair[1] : undefined;
  }

  override getItem(key: Value): Value | undefined {
    return typeof key === 'number' ? this.#pair[key < 0 ? key + 2 : key] : undefined;
  }

  override iterate(): Iterable<Value> {
    return this.#pair;
  }

  override length(): number {
    return 2;
  }

  override toText(): string {
    return toRepr(this.#pair);
  }
}

function dictSort(value: Value, args: readonly Value[], kwargs: KeywordArguments): Value[] {
  if (value instanceof Undefined) throw new TemplateFault(value.reason);
  const by = argument(args, kwargs, 1, 'by', 'key');
  if (by !== 'key' && by !== 'value') throw new TemplateFault('You can only sort by either "key" or "value"');
  const caseSensitive = isTruthy(argument(args, kwargs, 0, 'case_sensitive', false));
  const key = (entry: Value): Value => {
    const part = (entry as Tuple)[by === 'key' ? 0 : 1] as Value;
    return caseSensitive ? part : foldCase(part);
  };
  return sorted(itemsOf(value), key, isTruthy(argument(args, kwargs, 2, 'reverse', false)));
}

/** The entries of a dict or of an object like one, as tuples. Throws TemplateFault for anything else. */
function itemsOf(value: Value): Value[] {
  if (value instanceof Map) return [...value].map((entry) => Tuple.fromItems(entry));
  const items = value instanceof TemplateObject ? value.getAttribute('items') : undefined;
  if (items === undefined) throw new TemplateFault('Can only get item pairs from a mapping.');
  return [...toArray(call(items, [], null) as Value)];
}

function* unique(value: Value, args: readonly Value[], kwargs: KeywordArguments): Iterable<Value> {
  const key = sortKey(
    argument(args, kwargs, 1, 'attribute', null),
    isTruthy(argument(args, kwargs, 0, 'case_sensitive', false)),
  );
  const seen = new Set<Value>();
  for (const item of iterate(value)) {
    const mark = findKey(seen, key(item));
    if (seen.has(mark)) continue;
    seen.add(mark);
    yield item;
  }
}

function reversible(value: Value): Value[] {
  try {
    return [...iterate(value)];
  } catch {
    throw new TemplateFault('argument must be iterable');
  }
}

/** Jinja's filters over sequences and dicts (those that call filters or tests by name are elsewhere). */
export const sequenceFilters = {
  length: (value) => lengthOf(value),
  list: (value) => [...iterate(value)],
  first(value) {
    for (const item of iterate(value)) return item;
    return new Undefined('No first item, sequence was empty.');
  },
  last: (value) => toArray(value).at(-1) ?? new Undefined('No last item, sequence was empty.'),
  reverse: (value) =>
    typeof value === 'string' ? [...value].reverse().join('') : new LazyItems(reversible(value).reverse()),
  sort: (value, args, kwargs) =>
    sorted(
      toArray(value),
      sortKey(
        argument(args, kwargs, 2, 'attribute', null),
        isTruthy(argument(args, kwargs, 1, 'case_sensitive', false)),
      ),
      isTruthy(argument(args, kwargs, 0, 'reverse', false)),
    ),
  dictsort: (value, args, kwargs) => dictSort(value, args, kwargs),
  unique: (value, args, kwargs) => new LazyItems(unique(value, args, kwargs)),
  min: (value, args, kwargs) => extreme(value, args, kwargs, 1),
  max: (value, args, kwargs) => extreme(value, args, kwargs, -1),
  sum(value, args, kwargs) {
    const attribute = argument(args, kwargs, 0, 'attribute', null);
    const pick = attribute === null ? (item: Value): Value => item : attributeGetter(attribute);
    return toArray(value).reduce<Value>(
      (total, item) => binary('+', total, pick(item)),
      argument(args, kwargs, 1, 'start', 0),
    );
  },
  batch: (value, args, kwargs) =>
    new LazyItems(
      batch(
        toArray(value),
        numberOf(argument(args, kwargs, 0, 'linecount', 1)) ?? 1,
        argument(args, kwargs, 1, 'fill_with', null),
      ),
    ),
  slice: (value, args, kwargs) =>
    new LazyItems(
      sliceInto(
        toArray(value),
        numberOf(argument(args, kwargs, 0, 'slices', 1)) ?? 1,
        argument(args, kwargs, 1, 'fill_with', null),
      ),
    ),
  groupby: (value, args, kwargs) => groupBy(value, args, kwargs),
  items: (value) => new LazyItems(value instanceof Undefined ? [] : itemsOf(value)),
  random: (value) => {
    const items = toArray(value);
    return (
      items[Math.floor(Math.random() * items.length)] ?? new Undefined('No random item, sequence was empty.')
    );
  },
  attr: (value, [name]) =>
    value instanceof Map && methodsOf(value)?.[toText(name ?? '')] === undefined
      ? new Undefined(`'dict object' has no attribute '${toText(name ?? '')}'`)
      : getAttribute(value, toText(name ?? '')),
} satisfies Filters;
