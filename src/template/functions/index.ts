import { createHash } from 'node:crypto';
import { defineFunction, type Parameter } from '../define-function.ts';
import { jsonText } from '../runtime/json-text.ts';
import { TemplateFault } from '../runtime/template-fault.ts';
import { pythonModules } from '../modules/index.ts';
import { IteratorValue } from '../modules/iterator.ts';
import { zip } from '../modules/itertools/lazy.ts';
import { textArgument } from '../modules/arguments.ts';
import { TemplateFunction, type KeywordArguments, type Value } from '../value.ts';
import { makeSet } from '../values/hashed.ts';
import { iterate, toArray } from '../values/iterate.ts';
import { isTruthy } from '../values/truthy.ts';
import { typeName } from '../values/type-name.ts';
import { diffOfTwoDicts } from './diff-of-two-dicts.ts';
import { readJson } from './read-json.ts';
import { readYaml } from './read-yaml.ts';
import { UnrepresentableValue, yamlText } from './yaml-text.ts';

const DEFAULT: Parameter = { name: 'default', default: null };
const SORT_KEYS: Parameter = { name: 'sort_keys', default: false };

/** The value that a body gives, or the default where Python would raise TypeError. */
function orDefault(body: () => Value, otherwise: Value): Value {
  try {
    return body();
  } catch (thrown) {
    if (thrown instanceof TemplateFault) return otherwise;
    throw thrown;
  }
}

function zipped(iterables: readonly Value[]): Value {
  for (const iterable of iterables) iterate(iterable);
  return new IteratorValue('zip', zip(iterables));
}

function zipFunction(args: readonly Value[], kwargs: KeywordArguments): Value {
  return orDefault(() => zipped(args), kwargs?.get('default') ?? null);
}

function toYaml(value: Value, otherwise: Value, sortKeys: boolean): Value {
  try {
    return yamlText(value, sortKeys);
  } catch (thrown) {
    if (thrown instanceof UnrepresentableValue) return otherwise;
    throw thrown;
  }
}

function fromJsonText(text: Value): Value | undefined {
  if (typeof text !== 'string')
    throw new TemplateFault(`the JSON object must be str, bytes or bytearray, not ${typeName(text)}`);
  return readJson(text);
}

const functions: readonly TemplateFunction[] = [
  defineFunction('fromjson', [{ name: 'string' }, DEFAULT], (args) => {
    const value = fromJsonText(args['string'] ?? null);
    return value === undefined ? (args['default'] ?? null) : value;
  }),
  defineFunction('tojson', [{ name: 'value' }, DEFAULT, SORT_KEYS], ({ value, sort_keys }) =>
    jsonText(value ?? null, null, isTruthy(sort_keys ?? false)),
  ),
  defineFunction('fromyaml', [{ name: 'value' }, DEFAULT], (args) => {
    const text = args['value'] ?? null;
    if (typeof text !== 'string') throw new TemplateFault('a string or stream input is required');
    const value = readYaml(text);
    return value === undefined ? (args['default'] ?? null) : value;
  }),
  defineFunction('toyaml', [{ name: 'value' }, DEFAULT, SORT_KEYS], (args) =>
    toYaml(args['value'] ?? null, args['default'] ?? null, isTruthy(args['sort_keys'] ?? false)),
  ),
  defineFunction('set', [{ name: 'value' }, DEFAULT], (args) =>
    orDefault(() => makeSet(toArray(args['value'] ?? null)), args['default'] ?? null),
  ),
  defineFunction('set_strict', [{ name: 'value' }], ({ value }) => makeSet(toArray(value ?? null))),
  new TemplateFunction('zip', zipFunction),
  new TemplateFunction('zip_strict', zipped),
  defineFunction('local_md5', [{ name: 'value' }], ({ value }) =>
    createHash('md5').update(textArgument(value, 'local_md5() argument')).digest('hex'),
  ),
  defineFunction('diff_of_two_dicts', [{ name: 'dict_a' }, { name: 'dict_b' }], ({ dict_a, dict_b }) =>
    diffOfTwoDicts(dict_a ?? null, dict_b ?? null),
  ),
];

const table: ReadonlyMap<string, Value> = new Map<string, Value>([
  ...functions.map((made): [string, Value] => [made.name, made]),
  ['modules', pythonModules()],
]);

/** dbt's context functions that know no project: JSON, YAML, sets, zip, md5, and `modules`. By name. */
export function baseFunctions(): ReadonlyMap<string, Value> {
  return table;
}
