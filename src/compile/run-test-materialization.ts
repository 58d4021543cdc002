import type { QueryResult } from '../adapter-api/connection.ts';
import { ProjectFailure } from '../errors/project-error.ts';
import type { TestNode } from '../graph/node.ts';
import { nodeToJson } from '../graph/node-json.ts';
import { AgateTable } from '../template/agate/table.ts';
import { TemplateFunction, TemplateObject, type Scope, type Value } from '../template/value.ts';
import { fromJson } from '../template/values/from-json.ts';
import { isTruthy } from '../template/values/truthy.ts';
import { numberOf } from '../template/values/type-name.ts';
import type { CompiledNode } from './compile-node.ts';
import { createNodeScope } from './node-scope.ts';
import type { NodeSession } from './node-session.ts';
import type { RunEnvironment } from './run-environment.ts';

/** The row that judges a test: what it failed by, and whether that is one to warn of or an error. */
export interface TestVerdict {
  /** Null where it is no number. */
  readonly failures: number | bigint | null;
  readonly shouldWarn: boolean;
  readonly shouldError: boolean;
}

/** What dbt calls its own way to run a test, which one of the project may call in turn. */
const BUILT_IN = 'materialization_test_default';

/**
 * Runs a test the way that the project or a package wrote in Jinja (`{% materialization test, default %}`), and gives the
 * row of its statement `main`. `builtIn` is tx's own way. Throws ProjectFailure and OperationalError.
 */
export async function runTestMaterialization(
  env: RunEnvironment,
  compiled: CompiledNode<TestNode>,
  session: NodeSession,
  macroId: string,
  builtIn: () => Promise<QueryResult>,
): Promise<TestVerdict> {
  const { node, sql } = compiled;
  const facts = { compiledPath: null, buildPath: null, compiledCode: sql, extraCtes: [] };
  const extra = new Map<string, Value>([
    ['sql', sql],
    ['compiled_code', sql],
    ['model', fromJson(nodeToJson(node, facts))],
  ]);
  const own = new TemplateFunction(BUILT_IN, async () => {
    const result = await builtIn();
    const store = scope.lookup('store_result');
    if (store instanceof TemplateFunction)
      await store.invoke(['main', result.message, AgateTable.fromQueryResult(result)], null);
    return new Map<Value, Value>([['relations', []]]);
  });
  const scope = createNodeScope(env, node, session, {
    extra,
    anyReference: true,
    builtIns: new Map([[BUILT_IN, own]]),
  });
  const macro = env.macros.byId(macroId);
  await macro?.definition.bind(scope, 'async').invoke([], null);
  return verdictOf(await mainTable(scope), node, macroId);
}

async function mainTable(scope: Scope): Promise<AgateTable | null> {
  const load = scope.lookup('load_result');
  const main = load instanceof TemplateFunction ? await load.invoke(['main'], null) : null;
  const table = main instanceof TemplateObject ? main.getAttribute('table') : undefined;
  return table instanceof AgateTable ? table : null;
}

function verdictOf(table: AgateTable | null, node: TestNode, macroId: string): TestVerdict {
  const [row] = table?.rows ?? [];
  const names = (table?.columnNames ?? []).map((name) => name.toLowerCase());
  const cell = (name: string): Value => row?.[names.indexOf(name)] ?? null;
  if (row === undefined || !names.includes('failures')) {
    throw new ProjectFailure({
      code: 'TX3204',
      message: `The materialization ${macroId} has no statement 'main' that gives failures, should_warn and should_error`,
      hint: "Call dbt.materialization_test_default(), or run get_test_sql(…) in {% call statement('main', fetch_result=True) %}.",
      location: { file: node.originalFilePath },
      nodeId: node.uniqueId,
    });
  }
  return {
    failures: numberOf(cell('failures')) ?? null,
    shouldWarn: isTruthy(cell('should_warn')),
    shouldError: isTruthy(cell('should_error')),
  };
}
