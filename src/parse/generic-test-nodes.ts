import type { Json, JsonObject } from '../config/json.ts';
import { suggest } from '../errors/did-you-mean.ts';
import { ProjectFailure, type ProjectError } from '../errors/project-error.ts';
import type { GraphNode, TestNode } from '../graph/node.ts';
import { genericTests } from '../generic-tests/index.ts';
import { compileSync } from '../template/compile-template.ts';
import { parseTemplate } from '../template/parse-template.ts';
import type { Scope, Value } from '../template/value.ts';
import { fromJson } from '../template/values/from-json.ts';
import { toText } from '../template/values/to-text.ts';
import { filledIn } from '../util/filled-in.ts';
import { findBuiltInTest } from './built-in-test.ts';
import { emptyCapture, type Capture } from './capture.ts';
import { columnTags, type ColumnEntry } from './columns.ts';
import { storeFailuresAs, storesFailures } from './file-nodes.ts';
import {
  invalid,
  readGenericTest,
  testHash,
  type GenericTestDefinition,
  type TestedTarget,
} from './generic-test-definition.ts';
import { asList, asTexts, distinct } from './json-values.ts';
import { findDispatched } from './macro-dependencies.ts';
import type { LibraryMacro } from './macro-library.ts';
import { createParseScope } from './parse-context.ts';
import { fileFolders } from './project-file.ts';
import { entryError, type PropertyEntry } from './property-file.ts';
import { relationValue } from './relation-of.ts';
import { placed } from './render-properties.ts';
import { attempt, type ParseSession } from './session.ts';
import { buildSqlNode, relationName } from './sql-node.ts';
import { readTextReference } from './constraints.ts';
import { renderTestKwargsSync } from './test-kwargs.ts';

/** A resource with the tests that its properties ask for. */
export interface TestedResource {
  readonly entry: PropertyEntry;
  /** Name in the tests' names: `orders`, `orders_v2`; of a source `shop_orders`. */
  readonly name: string;
  readonly isSource: boolean;
  /** `ref('orders')`, `ref('orders', version='2')` or `source('shop', 'orders')`. */
  readonly reference: string;
  readonly version: string | number | null;
  /** Node of the manifest; null for sources, and where no node matches. */
  readonly attached: GraphNode | null;
  /** Name of dbt's `file_key_name` behind the section: the model's or the source's. */
  readonly keyName: string;
  /** Tags that its tests take over. */
  readonly tags: readonly string[];
  /** Properties that may hold `tests` or `data_tests`, with their place below the entry. */
  readonly properties: JsonObject;
  readonly path: readonly (string | number)[];
  readonly columns: readonly ColumnEntry[];
}

/** The generic tests of a resource: those of its columns and its own. A broken one does not hide the others. */
export function genericTestNodes(session: ParseSession, resource: TestedResource): readonly TestNode[] {
  const nodes: TestNode[] = [];
  const read = (
    properties: JsonObject,
    path: readonly (string | number)[],
    column: ColumnEntry | null,
  ): void => {
    const list = attempt(session, () => testList(resource, properties, path));
    if (list === undefined) return;
    list.items.forEach((item, index) => {
      const target: TestedTarget = {
        entry: resource.entry,
        path: list.path,
        name: resource.name,
        isSource: resource.isSource,
        reference: resource.reference,
        columnName: column === null ? null : columnName(session, column),
      };
      const node = attempt(session, () => testNode(session, resource, target, column, item, index));
      if (node) nodes.push(node);
    });
  };
  for (const column of resource.columns) read(column.properties, column.path, column);
  read(resource.properties, resource.path, null);
  return nodes;
}

/** The tests under `data_tests` or, by their older name, `tests`. Throws ProjectFailure TX1203 when both are there. */
function testList(
  resource: TestedResource,
  properties: JsonObject,
  path: readonly (string | number)[],
): { readonly items: readonly Json[]; readonly path: readonly (string | number)[] } {
  const { data_tests: dataTests, tests } = properties;
  const given = (value: Json | undefined): boolean => value !== undefined && asList(value).length > 0;
  const target = { ...resource, columnName: null };
  if (given(dataTests) && given(tests)) {
    throw invalid(
      { ...target, path: [...path] },
      [...path, 'tests'],
      `Invalid ${resource.entry.section} config given in ${resource.entry.file.file.displayPath}: '${resource.name}' has both tests and data_tests`,
      'Keep data_tests; tests is its older name.',
    );
  }
  const key = given(dataTests) || !given(tests) ? 'data_tests' : 'tests';
  const list = key === 'tests' ? tests : dataTests;
  if (list !== undefined && list !== null && !Array.isArray(list)) {
    throw invalid(
      { ...target, path: [...path] },
      [...path, key],
      `The ${key} of '${resource.name}' are not a list`,
    );
  }
  return { items: asList(list), path: [...path, key] };
}

function columnName(session: ParseSession, column: ColumnEntry): string {
  return column.properties['quote'] === true
    ? session.project.profile.adapter.dialect.quoteIdentifier(column.name)
    : column.name;
}

function testNode(
  session: ParseSession,
  resource: TestedResource,
  target: TestedTarget,
  column: ColumnEntry | null,
  item: Json,
  index: number,
): TestNode {
  const { file } = resource.entry.file;
  const path = [...target.path, index];
  const scope = session.yamlScope(file.packageName);
  const definition = placed(resource.entry, path, () => readGenericTest(target, item, index, scope));
  const uniqueId = `test.${file.packageName}.${definition.fullName}.${testHash(definition)}`;
  const { base } = placed(resource.entry, path, () => {
    const facts = testFacts(session, resource, definition, uniqueId, path);
    return buildSqlNode(session, {
      resourceType: 'test',
      section: 'data_tests',
      uniqueId,
      name: definition.fullName,
      packageName: file.packageName,
      path: `${definition.compiledName}.sql`,
      originalFilePath: file.originalFilePath,
      displayPath: file.displayPath,
      fqn: [file.packageName, ...fileFolders(file), definition.fullName],
      rawCode: definition.rawCode,
      firstLine: 1,
      checksum: { name: 'none', checksum: '' },
      patch: null,
      extraTags: distinct([
        ...resource.tags,
        ...(column ? columnTags(column.properties) : []),
        ...asTexts(definition.config['tags']),
      ]).toSorted(),
      facts,
    });
  });
  const config = storeFailuresAs(base.config);
  const group = resource.attached && 'group' in resource.attached ? resource.attached.group : null;
  return filledIn(base, {
    resourceType: 'test',
    config,
    description: definition.description,
    group: group ?? base.group,
    relationName: storesFailures(config) ? relationName(session, base) : null,
    testMetadata: { name: definition.name, kwargs: definition.kwargs, namespace: definition.namespace },
    columnName: target.columnName,
    attachedNode: resource.attached?.uniqueId ?? null,
    fileKeyName: `${resource.entry.section}.${resource.keyName}`,
  });
}

/** Tests that dbt does not render while parsing: what they depend on is known. */
const STATIC = ['not_null', 'unique'];

function testFacts(
  session: ParseSession,
  resource: TestedResource,
  definition: GenericTestDefinition,
  uniqueId: string,
  path: readonly (string | number)[],
): Capture {
  const { packageName } = resource.entry.file.file;
  const macro =
    definition.namespace === null
      ? session.macros.resolve(`test_${definition.name}`, packageName)
      : session.macros.get(definition.namespace, `test_${definition.name}`);
  const builtIn =
    macro || (definition.namespace ?? 'dbt') !== 'dbt' ? undefined : findBuiltInTest(definition.name);
  const facts = emptyCapture();
  facts.configCall = definition.config;
  if (builtIn && STATIC.includes(definition.name)) {
    captureTarget(facts, resource);
    // dbt sees a wrong argument of these only when it runs them.
    session.warnings.push(...unknownArguments(resource, definition, path));
    facts.macros.push(`macro.dbt.test_${definition.name}`);
    return facts;
  }
  const kwargsScope = testScope(session, resource, definition, uniqueId, facts);
  const kwargs = renderTestKwargsSync(definition.kwargs, kwargsScope, resource.entry.file.file.displayPath);
  const replacement =
    builtIn && findDispatched(`test_${definition.name}`, 'dbt', session.macros, session.project);
  if (builtIn) refuse(unknownArguments(resource, definition, path));
  if (macro ?? replacement) runTestMacro(session, resource, definition, uniqueId, facts, kwargs);
  else if (!builtIn) warnUnknownTest(session, resource, definition, path);
  const id = macro?.node.uniqueId ?? (builtIn ? `macro.dbt.test_${definition.name}` : null);
  if (id !== null) facts.macros.splice(0, Infinity, ...distinct([id, ...facts.macros]));
  completeConfig(facts, definition, macro ?? replacement);
  return facts;
}

function captureTarget(facts: Capture, resource: TestedResource): void {
  const reference = readTextReference(resource.reference);
  if (reference && 'ref' in reference) facts.refs.push({ ...reference.ref, version: resource.version });
  else if (reference) facts.sources.push(reference.source);
}

function testScope(
  session: ParseSession,
  resource: TestedResource,
  definition: GenericTestDefinition,
  uniqueId: string,
  facts: Capture,
  extra: Readonly<Record<string, () => Value>> = {},
): Scope {
  const { file } = resource.entry.file;
  const { credentials } = session.project.profile;
  return createParseScope(
    session,
    {
      name: definition.fullName,
      packageName: file.packageName,
      displayPath: file.displayPath,
      rawCode: '',
      firstLine: 1,
      relation: () =>
        relationValue(session, {
          database: credentials.database,
          schema: credentials.schema,
          alias: definition.compiledName,
        }),
      model: () => fromJson({ unique_id: uniqueId, name: definition.fullName, resource_type: 'test' }),
    },
    facts,
    extra,
  );
}

/** Renders the test as the project's macro has it: for what it references and for its own `config()`. */
function runTestMacro(
  session: ParseSession,
  resource: TestedResource,
  definition: GenericTestDefinition,
  uniqueId: string,
  facts: Capture,
  kwargs: Map<string, Value>,
): void {
  facts.configCall = {};
  const call = `{{ ${definition.namespace === null ? '' : `${definition.namespace}.`}test_${definition.name}(**_dbt_generic_test_kwargs) }}`;
  const scope = testScope(session, resource, definition, uniqueId, facts, {
    _dbt_generic_test_kwargs: () => kwargs as Map<Value, Value>,
  });
  let render = session.hookTemplates.get(call);
  if (render === undefined) {
    render = compileSync(parseTemplate(call, { file: resource.entry.file.file.displayPath }), {
      lenient: true,
    });
    session.hookTemplates.set(call, render);
  }
  render(scope);
}

/**
 * The config given with the test stands over the macro's own. dbt counts its tags twice here, which shows in
 * `config.tags`.
 */
function completeConfig(
  facts: Capture,
  definition: GenericTestDefinition,
  macro: LibraryMacro | undefined,
): void {
  const own = macro ? facts.configCall : {};
  const { tags, ...config } = definition.config;
  const merged: Record<string, Json> = { ...own, ...config };
  for (const key of ['meta']) {
    const [before, given] = [own[key], config[key]];
    if (before && given && typeof before === 'object' && typeof given === 'object')
      merged[key] = { ...before, ...given } as Json;
  }
  if (tags !== undefined) merged['tags'] = [...asTexts(own['tags']), ...asTexts(tags), ...asTexts(tags)];
  facts.configCall = merged;
  const given = Object.entries(definition.config);
  if (given.length > 0) {
    facts.unrenderedCall = Object.fromEntries(given.map(([key, value]) => [key, toText(fromJson(value))]));
  }
}

function refuse(errors: readonly ProjectError[]): void {
  if (errors.length > 0) throw new ProjectFailure(errors);
}

/** Arguments that a built-in test does not take. */
function unknownArguments(
  resource: TestedResource,
  definition: GenericTestDefinition,
  path: readonly (string | number)[],
): readonly ProjectError[] {
  const test = findBuiltInTest(definition.name);
  if (test === undefined) return [];
  const known = ['model', 'column_name', ...test.parameters.map((parameter) => parameter.name)];
  const unknown = Object.keys(definition.kwargs).filter((name) => !known.includes(name));
  return unknown.map((name) => {
    const near = suggest(name, known);
    return entryError(resource.entry, path, {
      code: 'TX1209',
      message: `macro 'test_${definition.name}' takes no keyword argument '${name}'`,
      hint: near ? `Did you mean '${near}'?` : `Its arguments are ${known.slice(1).join(', ')}.`,
    });
  });
}

function warnUnknownTest(
  session: ParseSession,
  resource: TestedResource,
  definition: GenericTestDefinition,
  path: readonly (string | number)[],
): void {
  const { namespace, name } = definition;
  const known = new Set(Object.keys(genericTests));
  for (const macros of session.macros.packages.values()) {
    for (const macro of macros.keys()) if (macro.startsWith('test_')) known.add(macro.slice('test_'.length));
  }
  const near = suggest(name, known);
  session.warnings.push(
    entryError(resource.entry, path, {
      code: 'TX1218',
      message: `'test_${name}' is undefined: the test '${namespace === null ? '' : `${namespace}.`}${name}' of '${resource.name}' is neither built in nor defined in the project${namespace === null ? '' : ` (package '${namespace}')`}, and will fail when it is compiled`,
      hint: near
        ? `Did you mean '${near}'?`
        : `Write {% test ${name}(model, column_name) %}…{% endtest %} in tests/generic or macros.`,
    }),
  );
}
