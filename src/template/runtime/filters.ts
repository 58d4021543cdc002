import { suggest } from '../../errors/did-you-mean.ts';
import type { KeywordArguments, Value } from '../value.ts';
import { iterate } from '../values/iterate.ts';
import { LazyItems } from '../values/lazy-items.ts';
import { isTruthy } from '../values/truthy.ts';
import { toText } from '../values/to-text.ts';
import { attributeGetter } from './attribute-getter.ts';
import type { Filter, Filters } from './filter.ts';
import { htmlFilters } from './html-filters.ts';
import { markingFilters, nativeFilters } from './native-filters.ts';
import { numberFilters } from './number-filters.ts';
import { sequenceFilters } from './sequence-filters.ts';
import { TemplateFault } from './template-fault.ts';
import { tests, type Test } from './tests.ts';
import { textFilters } from './text-filters.ts';

/** Filters that call a filter or a test by name, once an item. */
const namingFilters = {
  map(value, args, kwargs) {
    return new LazyItems(mapItems(value, mapping(args, kwargs)));
  },
  select: (value, args) => selectItems(value, args, false, false),
  reject: (value, args) => selectItems(value, args, false, true),
  selectattr: (value, args) => selectItems(value, args, true, false),
  rejectattr: (value, args) => selectItems(value, args, true, true),
} satisfies Filters;

/** What `map` does with an item: an attribute, or a filter by name. */
function mapping(args: readonly Value[], kwargs: KeywordArguments): (item: Value) => Value {
  const attribute = kwargs?.get('attribute');
  const [name, ...rest] = args;
  if (name === undefined && attribute !== undefined) {
    const unexpected = [...(kwargs?.keys() ?? [])].find((key) => key !== 'attribute' && key !== 'default');
    if (unexpected !== undefined) throw new TemplateFault(`Unexpected keyword argument '${unexpected}'`);
    return attributeGetter(attribute, kwargs?.get('default'));
  }
  if (name === undefined) throw new TemplateFault('map requires a filter argument');
  return (item) => applyFilter(toText(name), item, rest, kwargs);
}

function* mapItems(value: Value, change: (item: Value) => Value): Iterable<Value> {
  if (isTruthy(value)) for (const item of iterate(value)) yield change(item);
}

function selectItems(value: Value, args: readonly Value[], byAttribute: boolean, reject: boolean): Value {
  const rest = [...args];
  const pick = byAttribute ? attributeGetter(rest.shift() ?? '') : (item: Value): Value => item;
  const name = rest.shift();
  const holds =
    name === undefined
      ? (item: Value) => isTruthy(item)
      : (item: Value) => applyTest(toText(name), item, rest);
  return new LazyItems(keptItems(value, (item) => holds(pick(item)) !== reject));
}

function* keptItems(value: Value, keeps: (item: Value) => boolean): Iterable<Value> {
  if (isTruthy(value)) for (const item of iterate(value)) if (keeps(item)) yield item;
}

const all: Filters = Object.assign(
  Object.create(null),
  textFilters,
  htmlFilters,
  sequenceFilters,
  numberFilters,
  nativeFilters,
  markingFilters,
  namingFilters,
  { count: sequenceFilters.length, d: numberFilters.default, e: htmlFilters.escape },
);
const allTests: Readonly<Record<string, Test>> = Object.assign(Object.create(null), tests, {
  filter: ((value) => toText(value) in all) satisfies Test,
  test: ((value) => toText(value) in allTests) satisfies Test,
});

/** Applies a filter by name. Throws TemplateFault for an unknown one, with the nearest known name. */
export function applyFilter(
  name: string,
  value: Value,
  args: readonly Value[],
  kwargs: KeywordArguments,
): Value {
  const filter: Filter | undefined = all[name];
  if (filter === undefined) throw unknown('filter', name, Object.keys(all));
  return filter(value, args, kwargs);
}

/** Applies a test by name. Throws TemplateFault for an unknown one, with the nearest known name. */
export function applyTest(name: string, value: Value, args: readonly Value[]): boolean {
  const test: Test | undefined = allTests[name];
  if (test === undefined) throw unknown('test', name, Object.keys(allTests));
  return test(value, args);
}

function unknown(kind: string, name: string, known: readonly string[]): TemplateFault {
  const suggestion = suggest(name, known);
  return new TemplateFault(
    `No ${kind} named '${name}'.`,
    suggestion ? `Did you mean '${suggestion}'?` : undefined,
  );
}
