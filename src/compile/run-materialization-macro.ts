import type { QueryResult } from '../adapter-api/connection.ts';
import { ProjectFailure } from '../errors/project-error.ts';
import type { ExistingRelation } from '../adapter-api/relation.ts';
import { RelationValue } from '../global-macros/values/relation-value.ts';
import type { SqlNode } from '../graph/node.ts';
import { TemplateFunction, TemplateObject, type Scope, type Value } from '../template/value.ts';
import type { CompiledNode } from './compile-node.ts';
import { holdCommit } from './hold-commit.ts';
import { createNodeScope } from './node-scope.ts';
import type { NodeSession } from './node-session.ts';
import type { RunEnvironment } from './run-environment.ts';

/** What a project's own materialization leaves. */
export interface MacroResult {
  /** The answer to its `main` statement; null when it had none. */
  readonly main: QueryResult | null;
  /** Whether its change stands in a transaction that is still open; else readers see it already. */
  readonly isOpen: boolean;
}

/**
 * Runs a materialization that the project wrote in Jinja; relations it returns are noted. Its last commit, which it says
 * itself as it does for dbt, is left to the caller. Throws ProjectFailure and OperationalError.
 */
export async function runMaterializationMacro(
  env: RunEnvironment,
  compiled: CompiledNode<SqlNode>,
  session: NodeSession,
  macroId: string,
): Promise<MacroResult> {
  const macro = env.macros.byId(macroId);
  if (macro === undefined) {
    throw new ProjectFailure({
      code: 'TX3204',
      message: `The materialization ${macroId} is not in the project`,
    });
  }
  const extra = new Map<string, Value>([
    ['sql', compiled.sql],
    ['compiled_code', compiled.sql],
  ]);
  const holding = holdCommit(session);
  const scope = createNodeScope(env, compiled.node, holding.session, { extra, anyReference: true });
  try {
    const result = await macro.definition.bind(scope, 'async').invoke([], null);
    for (const relation of returnedRelations(result, macroId)) session.cacheAdded(relation);
  } catch (error) {
    // What the macro committed before it failed stays, as in dbt.
    await holding.settle();
    throw error;
  }
  return { main: await mainResult(scope), isOpen: await holding.isOpen() };
}

/** What its statement `main` answered, as the macros see it. */
async function mainResult(scope: Scope): Promise<QueryResult | null> {
  const load = scope.lookup('load_result');
  const main = load instanceof TemplateFunction ? await load.invoke(['main'], null) : null;
  const response = main instanceof TemplateObject ? main.getAttribute('response') : undefined;
  if (!(response instanceof TemplateObject)) return null;
  const rows = response.getAttribute('rows_affected');
  return {
    columns: [],
    rows: [],
    rowsAffected: typeof rows === 'number' ? rows : null,
    message: response.toText(),
    code: '',
  };
}

function returnedRelations(result: Value, macroId: string): readonly ExistingRelation[] {
  const relations = result instanceof Map ? result.get('relations') : undefined;
  if (!Array.isArray(relations)) {
    throw new ProjectFailure({
      code: 'TX3204',
      message: `The materialization ${macroId} did not return its relations`,
      hint: "End it with {{ return({'relations': [target_relation]}) }}.",
    });
  }
  return relations.flatMap((value) =>
    value instanceof RelationValue
      ? [{ ...value.relation, type: value.relation.type ?? ('table' as const) }]
      : [],
  );
}
