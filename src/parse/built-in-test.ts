import type { Dialect } from '../adapter-api/dialect.ts';
import { genericTests } from '../generic-tests/index.ts';
import type { GenericTest } from '../generic-tests/generic-test.ts';
import { defineFunction } from '../template/define-function.ts';
import type { TemplateFunction, Value } from '../template/value.ts';
import { toJson } from '../template/values/to-json.ts';
import { toText } from '../template/values/to-text.ts';
import { TemplateObject } from '../template/value.ts';
import type { Parameter } from '../template/define-function.ts';

/** A generic test that ships with tx, by its bare name; undefined when there is none. */
export function findBuiltInTest(name: string): GenericTest | undefined {
  return Object.hasOwn(genericTests, name) ? genericTests[name as keyof typeof genericTests] : undefined;
}

/** `test_unique` and its like as a macro for templates; undefined for any other name. `keepsRows`: failing rows are stored. */
export function builtInTest(
  macroName: string,
  dialect: Dialect,
  keepsRows = false,
): TemplateFunction | undefined {
  const test = macroName.startsWith('test_') ? findBuiltInTest(macroName.slice('test_'.length)) : undefined;
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
  return defineFunction(macroName, parameters, (args) => {
    const { model, column_name: column, ...others } = args;
    return test.compile(
      {
        model: toText(model ?? null),
        columnName: column === undefined || column === null ? null : toText(column),
        keepsRows,
        arguments: Object.fromEntries(Object.entries(others).map(([name, value]) => [name, plain(value)])),
      },
      dialect,
    );
  });
}

/** Relations and other objects stand for their text. */
function plain(value: Value): unknown {
  return value instanceof TemplateObject ? toText(value) : toJson(value);
}
