import type { Json, JsonObject } from '../config/json.ts';
import { renderText } from '../config/render-yaml.ts';
import { ProjectFailure } from '../errors/project-error.ts';
import type { Scope } from '../template/value.ts';
import { fromJson } from '../template/values/from-json.ts';
import { toRepr, toText } from '../template/values/to-text.ts';
import { md5 } from '../util/md5.ts';
import { isObject } from './json-values.ts';
import { entryError, type PropertyEntry } from './property-file.ts';

/** What a generic test stands under. */
export interface TestedTarget {
  readonly entry: PropertyEntry;
  /** Place of the list of tests below the entry. */
  readonly path: readonly (string | number)[];
  /** Name in the test's name: `orders`, `orders_v2`, `shop_orders` of a source. */
  readonly name: string;
  readonly isSource: boolean;
  /** `ref('orders')` or `source('shop', 'orders')`. */
  readonly reference: string;
  /** The column, quoted where its properties ask for it; null for a test of the whole. */
  readonly columnName: string | null;
}

/** A generic test as a property file asks for it. */
export interface GenericTestDefinition {
  readonly name: string;
  readonly namespace: string | null;
  /** Arguments of the macro, in the order in which they are rendered; `model` is the last. */
  readonly kwargs: JsonObject;
  /** Config given with the test, rendered, in dbt's order. */
  readonly config: JsonObject;
  readonly description: string;
  /** Short name: file and alias. */
  readonly compiledName: string;
  /** Full name: unique id and fqn. */
  readonly fullName: string;
  readonly rawCode: string;
}

/** Config keys that may stand beside a test's arguments, in dbt's order. */
const CONFIG_KEYS = [
  'severity',
  'tags',
  'enabled',
  'where',
  'limit',
  'warn_if',
  'error_if',
  'fail_calc',
  'store_failures',
  'store_failures_as',
  'meta',
  'database',
  'schema',
  'alias',
];
const NAME = /^(?:([a-zA-Z_]\w*)\.)?([a-zA-Z_]\w*)/;

/** Reads one item of a list of tests. Throws ProjectFailure TX1209. */
export function readGenericTest(
  target: TestedTarget,
  item: Json,
  index: number,
  scope: Scope,
): GenericTestDefinition {
  const path = [...target.path, index];
  const { testName, given } = splitItem(target, item, path);
  const match = NAME.exec(testName);
  if (match === null) throw invalid(target, path, `'${testName}' is not the name of a test`);
  const [, namespace = null, name = ''] = match;
  const { config: nested, arguments: args, ...rest } = given;
  const kwargs: Record<string, Json> = { ...rest };
  if (target.columnName !== null) kwargs['column_name'] = target.columnName;
  if (isObject(args)) Object.assign(kwargs, args);
  else if (args !== undefined && args !== null) kwargs['arguments'] = args;
  if (Object.hasOwn(kwargs, 'model')) {
    throw invalid(
      target,
      path,
      `The test '${testName}' of '${target.name}' has an argument 'model', which dbt gives itself`,
    );
  }
  const config = takeConfig(target, path, testName, kwargs, nested, scope);
  const description = toText(fromJson(kwargs['description'] ?? ''));
  delete kwargs['description'];
  const ownName = kwargs['name'];
  delete kwargs['name'];
  kwargs['model'] = `{{ get_where_subquery(${target.reference}) }}`;
  const names =
    ownName === undefined || ownName === null
      ? synthesizeNames(target, namespace, name, kwargs)
      : { short: String(ownName), full: String(ownName) };
  if (names.short !== names.full && config['alias'] === undefined) config['alias'] = names.short;
  return {
    name,
    namespace,
    kwargs,
    config,
    description,
    compiledName: names.short,
    fullName: names.full,
    rawCode: rawCodeOf(namespace, name, config),
  };
}

/** The hash at the end of a test's unique id: over its name and everything that tells it from others. */
export function testHash(definition: GenericTestDefinition): string {
  const { kwargs, name, namespace } = definition;
  // Python's print of the metadata as a dictionary, keys sorted, every leaf as text.
  return md5(definition.fullName + printed({ kwargs, name, namespace })).slice(-10);
}

function printed(value: Json): string {
  if (Array.isArray(value)) return `[${value.map((item: Json) => printed(item)).join(', ')}]`;
  if (isObject(value)) {
    const keys = Object.keys(value).sort((a, b) => (a < b ? -1 : 1));
    return `{${keys.map((key) => `${toRepr(key)}: ${printed(value[key] ?? null)}`).join(', ')}}`;
  }
  return toRepr(typeof value === 'string' ? value : toText(fromJson(value)));
}

function splitItem(
  target: TestedTarget,
  item: Json,
  path: readonly (string | number)[],
): { readonly testName: string; readonly given: JsonObject } {
  if (typeof item === 'string') return { testName: item, given: {} };
  if (!isObject(item)) {
    throw invalid(
      target,
      path,
      `Invalid ${target.entry.section} config given in ${target.entry.file.file.displayPath} @ ${target.entry.section}: a test of '${target.name}' is ${toRepr(fromJson(item))}, which is neither a name nor a dictionary`,
    );
  }
  if (typeof item['test_name'] === 'string') {
    const { test_name: testName, ...given } = item;
    return { testName, given };
  }
  const [first, ...others] = Object.entries(item);
  if (first === undefined || others.length > 0) {
    throw invalid(
      target,
      path,
      `A test of '${target.name}' in ${target.entry.file.file.displayPath} has ${others.length + (first ? 1 : 0)} keys at its top: ${Object.keys(item).join(', ')}`,
      'Write the name of the test as the only key, and indent its arguments below it.',
    );
  }
  const [testName, given] = first;
  if (given === null) return { testName, given: {} };
  if (!isObject(given)) {
    throw invalid(
      target,
      path,
      `The arguments of test '${testName}' of '${target.name}' are not a dictionary`,
    );
  }
  return { testName, given };
}

/** Takes the config out of the arguments: keys beside them first, in dbt's order, then what stands under `config:`. */
function takeConfig(
  target: TestedTarget,
  path: readonly (string | number)[],
  testName: string,
  kwargs: Record<string, Json>,
  nested: Json | undefined,
  scope: Scope,
): Record<string, Json> {
  const under: Record<string, Json> = isObject(nested) ? { ...nested } : {};
  const config: Record<string, Json> = {};
  const set = (key: string, value: Json | undefined): void => {
    const rendered =
      typeof value === 'string' ? renderText(value, scope, target.entry.file.file.displayPath) : value;
    if (rendered !== undefined && rendered !== null) config[key] = rendered;
  };
  for (const key of CONFIG_KEYS) {
    const beside = kwargs[key];
    delete kwargs[key];
    if (beside !== undefined && beside !== null && Object.hasOwn(under, key)) {
      throw invalid(
        target,
        path,
        `The test '${testName}' of '${target.name}' has '${key}' twice: at its top level and under config`,
        'Keep the one under config.',
      );
    }
    set(key, beside ?? under[key]);
    delete under[key];
  }
  for (const [key, value] of Object.entries(under)) set(key, value);
  return config;
}

/** dbt's names of a test without one of its own: type, target and arguments; a hash where that is too long. */
function synthesizeNames(
  target: TestedTarget,
  namespace: string | null,
  name: string,
  kwargs: JsonObject,
): { readonly short: string; readonly full: string } {
  const prefix = `${namespace === null ? '' : `${namespace}_`}${target.isSource ? 'source_' : ''}${name}`;
  const identifier = `${prefix}_${target.name}`;
  const parts: string[] = [];
  for (const key of Object.keys(kwargs).sort((a, b) => (a < b ? -1 : 1))) {
    if (key === 'model') continue;
    const value = kwargs[key] ?? null;
    const items = isObject(value)
      ? Object.values(value)
      : Array.isArray(value)
        ? (value as readonly Json[])
        : [value];
    for (const item of items) parts.push(toText(fromJson(item)).replace(/[^0-9a-zA-Z_]+/g, '_'));
  }
  const full = `${identifier}_${parts.join('__')}`;
  return { full, short: full.length >= 64 ? `${identifier.slice(0, 30)}_${md5(full)}` : full };
}

function rawCodeOf(namespace: string | null, name: string, config: JsonObject): string {
  const macro = `${namespace === null ? '' : `${namespace}.`}test_${name}`;
  const settings = Object.entries(config).map(
    ([key, value]) =>
      `${key}=${typeof value === 'string' ? `"${value.replaceAll('"', '\\"')}"` : toText(fromJson(value))}`,
  );
  const call = settings.length > 0 ? `{{ config(${settings.join(',')}) }}` : '';
  return `{{ ${macro}(**_dbt_generic_test_kwargs) }}${call}`;
}

/** A fault of a test's definition, with its place. */
export function invalid(
  target: TestedTarget,
  path: readonly (string | number)[],
  message: string,
  hint?: string,
): ProjectFailure {
  return new ProjectFailure(
    entryError(target.entry, path, { code: 'TX1209', message, ...(hint ? { hint } : {}) }),
  );
}
