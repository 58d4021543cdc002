import type { Column } from '../adapter-api/column.ts';
import type { JsonObject } from '../config/json.ts';
import { ProjectFailure } from '../errors/project-error.ts';
import type { GraphNode, ModelNode, UnitTestFixture, UnitTestNode } from '../graph/node.ts';
import { readCsv } from '../util/csv.ts';
import { compileNode } from './compile-node.ts';
import type { InjectedCte } from './ephemeral.ts';
import type { NodeSession } from './node-session.ts';
import type { RunEnvironment } from './run-environment.ts';
import { expectedColumns, fixtureSql, type FixtureRow } from './unit-test-rows.ts';

/** A unit test as two queries over the same columns: what the model gives for the inputs, and what it should give. */
export interface CompiledUnitTest {
  readonly actualSql: string;
  readonly expectedSql: string;
  readonly columns: readonly string[];
}

/** A fault in one input of a unit test; `input` is the node whose rows cannot be made. */
export class UnitTestInputFailure extends ProjectFailure {
  readonly input: GraphNode;

  constructor(failure: ProjectFailure, input: GraphNode) {
    super(failure.errors);
    this.input = input;
  }
}

/** Compiles a unit test: inputs become CTEs in the model's query, with types of the live relations. */
export async function compileUnitTest(
  test: UnitTestNode,
  env: RunEnvironment,
  session: NodeSession,
): Promise<CompiledUnitTest> {
  const model = testedModel(test, env);
  const fixtures = new Map<string, InjectedCte>();
  for (const input of test.given) {
    const node = inputNode(test, input, model, env);
    fixtures.set(node.uniqueId, await inputCte(test, input, node, env, session));
  }
  const compiled = await compileNode(env, model, session, {
    fixtures,
    ...(test.overrides ? { overrides: test.overrides } : {}),
    unitTest: test,
  });
  const actual = compiled.sql;
  const columns = await session.queryColumns(actual);
  const place = { label: 'expected output', file: test.originalFilePath };
  if (test.expect.format === 'sql') {
    const expected = String(test.expect.rows ?? '');
    return {
      actualSql: actual,
      expectedSql: expected,
      columns: await sharedColumns(expected, columns, session),
    };
  }
  const rows = fixtureRows(test.expect, test);
  const used = expectedColumns(rows, columns);
  return {
    actualSql: actual,
    expectedSql: fixtureSql(rows, columns, env.project.profile.adapter.dialect, place, false),
    columns: used.map((column) => column.name),
  };
}

async function sharedColumns(
  expected: string,
  columns: readonly Column[],
  session: NodeSession,
): Promise<readonly string[]> {
  const given = new Set((await session.queryColumns(expected)).map((column) => column.name.toLowerCase()));
  return columns.filter((column) => given.has(column.name.toLowerCase())).map((column) => column.name);
}

function testedModel(test: UnitTestNode, env: RunEnvironment): ModelNode {
  const node = test.testedNodeUniqueId === null ? undefined : env.manifest.nodes.get(test.testedNodeUniqueId);
  if (node?.resourceType === 'model') return node;
  throw new ProjectFailure({
    code: 'TX3203',
    message: `Unit test '${test.name}' tests a model named '${test.model}' which was not found`,
    location: { file: test.originalFilePath },
    nodeId: test.uniqueId,
  });
}

const REF =
  /^\s*ref\(\s*(?:['"]([^'"]+)['"]\s*,\s*)?['"]([^'"]+)['"]\s*(?:,\s*v(?:ersion)?\s*=\s*['"]?([^'")]+)['"]?\s*)?\)\s*$/;
const SOURCE = /^\s*source\(\s*['"]([^'"]+)['"]\s*,\s*['"]([^'"]+)['"]\s*\)\s*$/;

/** The node that an input stands for: a ref, a source, or `this`. */
function inputNode(
  test: UnitTestNode,
  fixture: UnitTestFixture,
  model: ModelNode,
  env: RunEnvironment,
): GraphNode {
  const text = fixture.input ?? '';
  if (text.trim() === 'this') return model;
  const candidates = [...test.dependsOn.nodes, ...model.dependsOn.nodes].flatMap((id) => {
    const node = env.manifest.nodes.get(id);
    return node ? [node] : [];
  });
  const ref = REF.exec(text);
  const source = SOURCE.exec(text);
  const found = candidates.find((node) => {
    if (node.resourceType === 'source') return source?.[1] === node.sourceName && source[2] === node.name;
    if (ref === null || node.name !== ref[2]) return false;
    if (ref[1] !== undefined && node.packageName !== ref[1]) return false;
    return ref[3] === undefined || ('version' in node && String(node.version) === ref[3].trim());
  });
  if (found) return found;
  throw new ProjectFailure({
    code: 'TX3203',
    message: `Unit test '${test.name}' gives rows for ${text}, which model '${model.name}' does not use`,
    hint: 'Name an input as the model does: ref(…), source(…) or this.',
    location: { file: test.originalFilePath },
    nodeId: test.uniqueId,
  });
}

async function inputCte(
  test: UnitTestNode,
  fixture: UnitTestFixture,
  node: GraphNode,
  env: RunEnvironment,
  session: NodeSession,
): Promise<InjectedCte> {
  const name = `__dbt__cte__${'alias' in node ? node.alias : node.name}`;
  if (fixture.format === 'sql') return { id: node.uniqueId, name, sql: String(fixture.rows ?? '') };
  const { dialect } = env.project.profile.adapter;
  try {
    const columns = await liveColumns(node, test, env, session);
    if (node.resourceType === 'seed' && fixture.rows === null) {
      return { id: node.uniqueId, name, sql: `select * from ${node.relationName}` };
    }
    const place = { label: `'${node.name}'`, file: test.originalFilePath };
    return {
      id: node.uniqueId,
      name,
      sql: fixtureSql(fixtureRows(fixture, test), columns, dialect, place, true),
    };
  } catch (thrown) {
    throw thrown instanceof ProjectFailure ? new UnitTestInputFailure(thrown, node) : thrown;
  }
}

/** The columns of an input as they stand in the warehouse; a fixture's values take their types. */
async function liveColumns(
  node: GraphNode,
  test: UnitTestNode,
  env: RunEnvironment,
  session: NodeSession,
): Promise<readonly Column[]> {
  const name = relationParts(node);
  const existing = await session.getRelation(name);
  const columns = existing ? await session.columns(existing) : [];
  if (columns.length > 0) return columns;
  const rendered = env.project.profile.adapter.dialect.renderRelation({ ...name, quoting: env.quoting });
  throw new ProjectFailure({
    code: 'TX3203',
    message: `Not able to get columns for unit test '${node.name}' from relation ${rendered} because the relation doesn't exist`,
    hint: `Build it first (tx run --empty --select ${node.name}), or give the rows with format: sql.`,
    location: { file: test.originalFilePath },
    nodeId: test.uniqueId,
  });
}

function relationParts(node: GraphNode): { database: string | null; schema: string; identifier: string } {
  if (node.resourceType === 'source') {
    return { database: node.database, schema: node.schema, identifier: node.identifier };
  }
  if ('alias' in node) return { database: node.database, schema: node.schema, identifier: node.alias };
  return { database: null, schema: '', identifier: node.name };
}

/** The rows of a fixture, from YAML or from CSV text. */
function fixtureRows(fixture: UnitTestFixture, test: UnitTestNode): readonly FixtureRow[] {
  if (fixture.format === 'csv' && typeof fixture.rows === 'string') return csvRows(fixture.rows);
  if (Array.isArray(fixture.rows)) return fixture.rows as readonly JsonObject[];
  if (fixture.rows === null || fixture.rows === '') return [];
  throw new ProjectFailure({
    code: 'TX3203',
    message: `The rows of unit test '${test.name}' do not fit format ${fixture.format}`,
    location: { file: test.originalFilePath },
    nodeId: test.uniqueId,
  });
}

function csvRows(text: string): readonly FixtureRow[] {
  const [header, ...rows] = [...readCsv(text, ',')].filter((row) => row.some((value) => value !== ''));
  if (header === undefined) return [];
  return rows.map((row) =>
    Object.fromEntries(header.map((name, index) => [name.trim(), emptyToNull(row[index]?.trim())])),
  );
}

function emptyToNull(value: string | undefined): string | null {
  return value === undefined || value === '' || value.toLowerCase() === 'null' ? null : value;
}
