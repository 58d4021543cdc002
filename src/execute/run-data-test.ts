import type { Cell, QueryResult } from '../adapter-api/connection.ts';
import { compileNode, type CompiledNode, type CompileOptions } from '../compile/compile-node.ts';
import type { NodeSession } from '../compile/node-session.ts';
import { testSettings, testVerdictSql, type TestSettings } from '../compile/test-sql.ts';
import { isErrorByFlags } from '../config/warn-error.ts';
import { ProjectFailure } from '../errors/project-error.ts';
import type { TestNode } from '../graph/node.ts';
import { planStoredFailures } from '../plan/plan-stored-failures.ts';
import type { NodeClock } from './node-clock.ts';
import type { NodeOutcome } from './node-outcome.ts';
import type { RunContext } from './run-context.ts';

/** Runs one data test: compiles its query, stores the failing rows where asked, and judges the verdict row. */
export async function runDataTest(
  node: TestNode,
  session: NodeSession,
  run: RunContext,
  clock: NodeClock,
  options: Pick<CompileOptions, 'staged'> = {},
): Promise<NodeOutcome> {
  const compiled = await clock.phase('compile', () => compileNode(run.env, node, session, options));
  run.recorder.compiled(node, compiled.sql);
  const settings = testSettings(node.config);
  const verdict = await clock.phase('execute', () => judge(compiled, session, run, settings));
  return { ...verdict, compiledCode: compiled.sql };
}

async function judge(
  compiled: CompiledNode<TestNode>,
  session: NodeSession,
  run: RunContext,
  settings: TestSettings,
): Promise<NodeOutcome> {
  const { node } = compiled;
  const stored = planStoredFailures(
    compiled,
    run.env,
    await storedRelation(compiled, session, run),
    settings.limit,
  );
  for (const sql of stored.statements) await session.run(sql);
  if (stored.effect) session.cacheAdded(stored.effect);
  const sql = testVerdictSql(stored.query, settings);
  run.recorder.executed(node, [...stored.statements, sql]);
  const result = await session.run(sql);
  const { failures, shouldWarn, shouldError } = readVerdict(result);
  const base = {
    failures,
    rows: null,
    relationName: stored.effect ? node.relationName : null,
    adapterResponse: run.env.adapterResponse(result),
    batchResults: null,
  };
  const got = `Got ${failures} result${failures === 1 ? '' : 's'}, configured to`;
  if (settings.severity === 'error' && shouldError) {
    return { ...base, status: 'fail', message: `${got} fail if ${settings.errorIf}` };
  }
  if (shouldWarn) {
    return isErrorByFlags('LogTestResult', run.env.project.flags)
      ? { ...base, status: 'fail', message: `${got} fail if ${settings.warnIf}` }
      : { ...base, status: 'warn', message: `${got} warn if ${settings.warnIf}` };
  }
  return { ...base, failures: 0, status: 'pass', message: null };
}

async function storedRelation(
  compiled: CompiledNode<TestNode>,
  session: NodeSession,
  run: RunContext,
): Promise<Awaited<ReturnType<NodeSession['getRelation']>>> {
  if (!run.env.storesFailures(compiled.node)) return null;
  return session.getRelation({
    database: compiled.node.database,
    schema: compiled.node.schema,
    identifier: compiled.node.alias,
  });
}

function readVerdict(result: QueryResult): { failures: number; shouldWarn: boolean; shouldError: boolean } {
  const row = result.rows[0];
  const failures = wholeNumber(row?.[0]);
  if (row === undefined || failures === null) {
    throw new ProjectFailure({
      code: 'TX3210',
      message: `The test's fail_calc gave ${describe(row?.[0])}, which is not a whole number`,
      hint: 'Make fail_calc give an integer also when there are no rows, e.g. coalesce(sum(n), 0).',
    });
  }
  return { failures, shouldWarn: isTrue(row[1]), shouldError: isTrue(row[2]) };
}

function wholeNumber(cell: Cell | undefined): number | null {
  if (typeof cell === 'bigint') return Number(cell);
  if (typeof cell === 'number') return Number.isInteger(cell) ? cell : null;
  if (cell !== null && typeof cell === 'object' && 'kind' in cell && cell.kind === 'decimal') {
    const value = Number(cell.text);
    return Number.isInteger(value) ? value : null;
  }
  return null;
}

function isTrue(cell: Cell | undefined): boolean {
  return cell === true || cell === 1 || cell === 1n || cell === 't' || cell === 'true';
}

function describe(cell: Cell | undefined): string {
  if (cell === null || cell === undefined) return 'NULL';
  if (typeof cell === 'object' && 'text' in cell) return cell.text;
  return String(cell);
}
