import { suggest } from '../../errors/did-you-mean.ts';
import type { KeywordArguments, Value } from '../value.ts';
import { iterate } from '../values/iterate.ts';
import { isTruthy } from '../values/truthy.ts';
import { toText } from '../values/to-text.ts';
import { attributeGetter } from './attribute-getter.ts';
import type { Filter, Filters } from './filter.ts';
import { nativeFilters } from './native-filters.ts';
import { numberFilters } from './number-filters.ts';
import { sequenceFilters } from './sequence-filters.ts';
import { TemplateFault } from './template-fault.ts';
import { tests, type Test } from './tests.ts';
import { textFilters } from './text-filters.ts';

/** Filters that call a filter or a test by name, once an item. */
const namingFilters = {
  map(value, args, kwargs) {
    if (!isTruthy(value)) return [];
    const attribute = kwargs?.get('attribute');
    if (args.length === 0 && attribute !== undefined) {
      return [...iterate(value)].map(attributeGetter(attribute, kwargs?.get('default')));
    }
    const [name, ...rest] = args;
    return [...iterate(value)].map((item) => applyFilter(toText(name ?? ''), item, rest, kwargs));
  },
  select: (value, args) => selectItems(value, args, false, false),
  reject: (value, args) => selectItems(value, args, false, true),
  selectattr: (value, args) => selectItems(value, args, true, false),
  rejectattr: (value, args) => selectItems(value, args, true, true),
} satisfies Filters;

function selectItems(value: Value, args: readonly Value[], byAttribute: boolean, reject: boolean): Value[] {
  if (!isTruthy(value)) return [];
  const rest = [...args];
  const pick = byAttribute ? attributeGetter(rest.shift() ?? '') : (item: Value): Value => item;
  const name = rest.shift();
  const holds =
    name === undefined
      ? (item: Value) => isTruthy(item)
      : (item: Value) => applyTest(toText(name), item, rest);
  return [...iterate(value)].filter((item) => holds(pick(item)) !== reject);
}

const all: Filters = Object.assign(
  Object.create(null),
  textFilters,
  sequenceFilters,
  numberFilters,
  nativeFilters,
  namingFilters,
  { count: sequenceFilters.length, d: numberFilters.default, e: textFilters.escape },
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

/** Whether a filter or a test of this name exists, for checks at parse time. */
export function isKnown(kind: 'filter' | 'test', name: string): boolean {
  return kind === 'filter' ? name in all : name in allTests;
}
