import type { Json, JsonObject } from '../config/json.ts';
import type { Reference, SourceReference } from '../graph/node.ts';
import { ProjectFailure } from '../errors/project-error.ts';
import { TemplateFunction, TemplateObject, type KeywordArguments, type Value } from '../template/value.ts';
import { TemplateFault } from '../template/runtime/template-fault.ts';
import { toJson } from '../template/values/to-json.ts';
import { toText } from '../template/values/to-text.ts';

/** What one text says when it is rendered for parsing, while it is gathered. */
export interface Capture {
  readonly refs: Reference[];
  readonly sources: SourceReference[];
  readonly metrics: (readonly string[])[];
  /** `function()` calls: `[name]` or `[package, name]`. */
  readonly functions: (readonly string[])[];
  /** `config()` calls, merged. */
  configCall: JsonObject;
  /** Values of the first call's arguments as written, where there was one with names. */
  unrenderedCall: JsonObject | null;
  /** Macros that the text itself calls, in order. */
  readonly macros: string[];
  /** Names that the text, or a macro that it calls, calls although nothing has them. */
  readonly undefinedCalls: Set<string>;
}

/** Nothing captured yet. */
export function emptyCapture(): Capture {
  return {
    refs: [],
    sources: [],
    metrics: [],
    functions: [],
    configCall: {},
    unrenderedCall: null,
    macros: [],
    undefinedCalls: new Set(),
  };
}

/** Forgets everything captured, for a second rendering of the same text. */
export function resetCapture(capture: Capture): void {
  capture.refs.length = 0;
  capture.sources.length = 0;
  capture.metrics.length = 0;
  capture.functions.length = 0;
  capture.configCall = {};
  capture.macros.length = 0;
}

/** Reads the arguments of `ref()` or `function()`: name, or package and name, with a version. Throws TemplateFault. */
export function readReference(
  called: string,
  args: readonly Value[],
  kwargs: KeywordArguments,
): Omit<Reference, 'location'> {
  if (args.length < 1 || args.length > 2) {
    throw new TemplateFault(
      `${called}() takes at most two arguments (${args.length} given)`,
      `Write ${called}('model'), or ${called}('package', 'model').`,
    );
  }
  for (const arg of args) {
    if (typeof arg !== 'string') {
      throw new TemplateFault(
        `The name argument to ${called}() must be a string, got ${arg === null ? 'None' : toText(arg)}`,
      );
    }
  }
  const version = kwargs?.get('version') ?? kwargs?.get('v') ?? null;
  for (const key of kwargs?.keys() ?? []) {
    if (key !== 'version' && key !== 'v') {
      throw new TemplateFault(`${called}() got an unexpected keyword argument '${key}'`);
    }
  }
  return {
    name: args.at(-1) as string,
    package: args.length === 2 ? (args[0] as string) : null,
    version: version === null ? null : (toJson(version) as string | number),
  };
}

/** Reads the arguments of `source()`. Throws TemplateFault. */
export function readSource(args: readonly Value[]): Omit<SourceReference, 'location'> {
  if (args.length !== 2) {
    throw new TemplateFault(
      `source() takes exactly two arguments (${args.length} given)`,
      "Write source('source_name', 'table_name').",
    );
  }
  const [sourceName, tableName] = args;
  if (typeof sourceName !== 'string' || typeof tableName !== 'string') {
    throw new TemplateFault('The arguments to source() must be strings');
  }
  return { sourceName, tableName };
}

const APPENDED: ReadonlySet<string> = new Set(['tags', 'pre-hook', 'post-hook', 'packages']);
const UPDATED: ReadonlySet<string> = new Set([
  'meta',
  'docs',
  'quoting',
  'column_types',
  'contract',
  'grants',
]);

const isObject = (value: Json | undefined): value is JsonObject =>
  value !== null && typeof value === 'object' && !Array.isArray(value);
const asList = (value: Json | undefined): readonly Json[] =>
  value === undefined ? [] : Array.isArray(value) ? (value as readonly Json[]) : [value as Json];

/** A further `config()` call over the ones before: tags and hooks add up, dictionaries are updated, the rest is replaced. */
function mergeConfigCalls(before: JsonObject, call: JsonObject): JsonObject {
  const merged: Record<string, Json> = { ...before };
  for (const [name, value] of Object.entries(call)) {
    const key = name === 'pre_hook' ? 'pre-hook' : name === 'post_hook' ? 'post-hook' : name;
    const earlier = merged[key];
    if (APPENDED.has(key) && earlier !== undefined) merged[key] = [...asList(earlier), ...asList(value)];
    else if (UPDATED.has(key) && isObject(earlier) && isObject(value)) merged[key] = { ...earlier, ...value };
    else merged[key] = value;
  }
  return merged;
}

/** `config` while a text is parsed: calls are noted, every question is answered with an empty text, as in dbt. */
export class ConfigCapture extends TemplateObject {
  readonly typeName = 'ParseConfigObject';
  readonly #capture: Capture;

  constructor(capture: Capture) {
    super();
    this.#capture = capture;
  }

  override invoke(args: readonly Value[], kwargs: KeywordArguments): Value {
    const [given] = args;
    if (args.length > 1 || (given !== undefined && kwargs !== null)) {
      throw new TemplateFault('config() takes one dictionary, or arguments by name, not both');
    }
    if (given !== undefined && !(given instanceof Map)) {
      throw new TemplateFault(
        'config() takes a dictionary, or arguments by name',
        "Write config(materialized='table').",
      );
    }
    const call: Record<string, Json> = {};
    for (const [key, value] of given instanceof Map ? given : (kwargs ?? [])) {
      call[toText(key)] = configValue(value);
    }
    this.#capture.configCall = mergeConfigCalls(this.#capture.configCall, call);
    return '';
  }

  override getAttribute(name: string): Value | undefined {
    switch (name) {
      case 'get':
      case 'require':
      case 'meta_get':
      case 'meta_require':
        return new TemplateFunction(name, () => '');
      case 'set':
        return new TemplateFunction(name, (args) =>
          this.invoke([new Map<Value, Value>([[args[0] ?? null, args[1] ?? null]])], null),
        );
      case 'persist_relation_docs':
      case 'persist_column_docs':
        return new TemplateFunction(name, () => false);
      default:
        return undefined;
    }
  }
}

/** A config's value as JSON; an object that has no JSON form, such as a relation, is kept as its text. */
function configValue(value: Value): Json {
  try {
    return toJson(value) as Json;
  } catch (thrown) {
    if (thrown instanceof TemplateFault || thrown instanceof ProjectFailure) return toText(value);
    throw thrown;
  }
}
