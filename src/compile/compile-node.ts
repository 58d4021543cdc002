import type { Relation } from '../adapter-api/relation.ts';
import type { SqlNode, TestNode, UnitTestNode } from '../graph/node.ts';
import type { BuiltInTestUse } from '../parse/built-in-test.ts';
import { renderTestKwargs } from '../parse/test-kwargs.ts';
import { NODE_MACRO_PREFIX } from '../parse/gather-facts.ts';
import { hasTags } from '../template/has-tags.ts';
import { compileAsync } from '../template/compile-template.ts';
import { parseTemplate } from '../template/parse-template.ts';
import type { Value } from '../template/value.ts';
import type { MaterializationInput } from '../materializations/plan-types.ts';
import { injectCtes, type InjectedCte } from './ephemeral.ts';
import { ephemeralCtes } from './ephemeral-ctes.ts';
import { createNodeScope, type Overrides } from './node-scope.ts';
import type { NodeSession } from './node-session.ts';
import type { RunEnvironment } from './run-environment.ts';

/** A node with its final SQL. */
export interface CompiledNode<N extends SqlNode = SqlNode> {
  readonly node: N;
  /** SQL with the CTEs of ephemeral models in it. */
  readonly sql: string;
  /** The text before CTEs were put in: what an ephemeral model gives to others. */
  readonly ownSql: string;
  readonly ctes: readonly InjectedCte[];
  /** The window of a microbatch; null for anything else. */
  readonly batch: MaterializationInput['batch'];
  /** Of a data test that is a built-in one and nothing else: how it may be asked together with others; else null. */
  readonly builtIn: BuiltInTestUse | null;
}

/** What differs from a plain compilation: the window of a microbatch, or the inputs of a unit test. */
export interface CompileOptions {
  readonly batch?: NonNullable<MaterializationInput['batch']>;
  readonly fixtures?: ReadonlyMap<string, InjectedCte>;
  readonly overrides?: Overrides;
  readonly unitTest?: UnitTestNode;
  /** Relations in which the new state of nodes stands before it is published, by unique id. */
  readonly staged?: ReadonlyMap<string, Relation>;
}

/** Renders a node to final SQL, asking the warehouse only where its template does. Throws ProjectFailure, OperationalError. */
export async function compileNode<N extends SqlNode>(
  env: RunEnvironment,
  node: N,
  session: NodeSession,
  options: CompileOptions = {},
): Promise<CompiledNode<N>> {
  const used = new Set<string>();
  const batch = options.batch ?? null;
  if (node.resourceType === 'seed') return { node, sql: '', ownSql: '', ctes: [], batch, builtIn: null };
  let use: BuiltInTestUse | null = null;
  const scope = createNodeScope(env, node, session, {
    batch,
    onCte: (id) => used.add(id),
    onBuiltInTest: (told) => (use = told),
    ...(options.fixtures ? { fixtures: options.fixtures } : {}),
    ...(options.overrides ? { overrides: options.overrides } : {}),
    ...(options.unitTest ? { unitTest: options.unitTest } : {}),
    ...(options.staged ? { staged: options.staged } : {}),
    ...(batch === null ? {} : { extra: batchVariables(batch) }),
  });
  const ownSql = await renderText(node, scope);
  const ctes = await ephemeralCtes([...used], env, session, compileNode, options.fixtures);
  const sql = injectCtes(ownSql, ctes);
  return { node, sql, ownSql, ctes, batch, builtIn: builtInOf(sql, use) };
}

/** A text that says more than the test it calls, or reads CTEs, is asked for as it stands. */
function builtInOf(sql: string, use: BuiltInTestUse | null): BuiltInTestUse | null {
  return use !== null && sql.trim() === use.sql.trim() ? use : null;
}

type Scope = ReturnType<typeof createNodeScope>;

async function renderText(node: SqlNode, scope: Scope): Promise<string> {
  const { rawCode } = node;
  if (!hasTags(rawCode)) return rawCode;
  const file = node.originalFilePath;
  const template = parseTemplate(rawCode, {
    file,
    firstLine: node.firstLine,
    macroPrefix: NODE_MACRO_PREFIX,
  });
  const isGeneric = node.resourceType === 'test' && node.testMetadata !== null;
  const outer = isGeneric ? await withTestArguments(node as TestNode, scope) : scope;
  return compileAsync(template)(outer);
}

/** A generic test's text calls its macro with `**_dbt_generic_test_kwargs`. */
async function withTestArguments(node: TestNode, scope: Scope): Promise<Scope> {
  const { kwargs: given = {} } = node.testMetadata ?? {};
  const kwargs: Value = new Map<Value, Value>(await renderTestKwargs(given, scope, node.originalFilePath));
  return {
    lookup: (name) => (name === '_dbt_generic_test_kwargs' ? kwargs : scope.lookup(name)),
    names: () => scope.names(),
    builtIn: (name) => scope.builtIn(name),
    packageMacro: (packageName, name) => scope.packageMacro(packageName, name),
  };
}

function batchVariables(batch: NonNullable<MaterializationInput['batch']>): ReadonlyMap<string, Value> {
  const value = new Map<Value, Value>([
    ['id', batch.id],
    ['event_time_start', batch.start],
    ['event_time_end', batch.end],
  ]);
  return new Map([['batch', value]]);
}
