import { genericTests } from '../generic-tests/index.ts';
import type { CountOfRows, GenericTest } from '../generic-tests/generic-test.ts';
import { findReplacement } from '../global-macros/call-global-macro.ts';
import type { MacroContext } from '../global-macros/macro-context.ts';
import { defineFunction } from '../template/define-function.ts';
import type { TemplateFunction, Value } from '../template/value.ts';
import { toJson } from '../template/values/to-json.ts';
import { toText } from '../template/values/to-text.ts';
import { TemplateObject } from '../template/value.ts';
import type { Parameter } from '../template/define-function.ts';

/** What dbt's own implementation of a dispatched macro begins with. */
const DEFAULT = 'default__';

/** A generic test that ships with tx, by its bare name; undefined when there is none. */
export function findBuiltInTest(name: string): GenericTest | undefined {
  return Object.hasOwn(genericTests, name) ? genericTests[name as keyof typeof genericTests] : undefined;
}

/** What a built-in test was asked with, and how its failing rows may be counted in one pass with others. */
export interface BuiltInTestUse {
  /** The tested relation as it stands in the query. */
  readonly model: string;
  readonly sql: string;
  /** An aggregate over the relation; null for a test that none answers. */
  readonly count: CountOfRows | null;
  /** What must not stand in several rows; null for any other test. */
  readonly key: string | null;
}

/** How a built-in test is compiled. */
export interface BuiltInTestOptions {
  /** Failing rows are stored. */
  readonly keepsRows?: boolean;
  /** Told of each use. */
  readonly onUse?: (use: BuiltInTestUse) => void;
}

/**
 * `test_unique` and its like as a macro for templates; undefined for any other name. As dbt's it gives way to what the
 * project has as `default__test_unique`, unless it is called by that name.
 */
export function builtInTest(
  macroName: string,
  context: () => MacroContext,
  { keepsRows = false, onUse }: BuiltInTestOptions = {},
): TemplateFunction | undefined {
  const bare = macroName.startsWith(DEFAULT) ? macroName.slice(DEFAULT.length) : macroName;
  const test = bare.startsWith('test_') ? findBuiltInTest(bare.slice('test_'.length)) : undefined;
  if (test === undefined) return undefined;
  const parameters: Parameter[] = [
    { name: 'model' },
    ...(test.column ? [{ name: 'column_name' }] : []),
    ...test.parameters.map((parameter) =>
      parameter.default === undefined
        ? { name: parameter.name }
        : { name: parameter.name, default: parameter.default as Value },
    ),
  ];
  return defineFunction(bare, parameters, (args) => {
    const replacement = bare === macroName ? findReplacement(bare, context()) : undefined;
    // As in dbt it is called by position, with what has a default filled in.
    if (replacement !== undefined)
      return replacement.invoke(
        parameters.map(({ name }) => args[name] ?? null),
        null,
      );
    const { model, column_name: column, ...others } = args;
    const input = {
      model: toText(model ?? null),
      columnName: column === undefined || column === null ? null : toText(column),
      keepsRows,
      arguments: Object.fromEntries(Object.entries(others).map(([name, value]) => [name, plain(value)])),
    };
    const sql = test.compile(input, context().adapter.dialect);
    onUse?.({ model: input.model, sql, count: test.count?.(input) ?? null, key: test.key?.(input) ?? null });
    return sql;
  });
}

/** Relations and other objects stand for their text. */
function plain(value: Value): unknown {
  return value instanceof TemplateObject ? toText(value) : toJson(value);
}
