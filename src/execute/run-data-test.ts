import type { Cell, QueryResult } from '../adapter-api/connection.ts';
import { findTestMaterialization } from '../compile/find-materialization.ts';
import { runTestMaterialization } from '../compile/run-test-materialization.ts';
import { compileNode, type CompiledNode, type CompileOptions } from '../compile/compile-node.ts';
import type { NodeSession } from '../compile/node-session.ts';
import type { TestBatch } from '../compile/test-batch.ts';
import { testSettings, testVerdictSql, type TestSettings } from '../compile/test-sql.ts';
import { isErrorByFlags } from '../config/warn-error.ts';
import { wholeNumber } from '../compile/whole-number.ts';
import { OperationalError } from '../errors/operational-error.ts';
import { ProjectFailure } from '../errors/project-error.ts';
import type { TestNode } from '../graph/node.ts';
import { planStoredFailures } from '../plan/plan-stored-failures.ts';
import type { NodeClock } from './node-clock.ts';
import type { NodeOutcome } from './node-outcome.ts';
import type { RunContext } from './run-context.ts';
import { plural } from '../util/plural.ts';

/** Where new states are staged, and the batch that answers the test with others. */
export type DataTestOptions = Pick<CompileOptions, 'staged'> & { readonly batch?: TestBatch | undefined };

/** Runs one data test: compiles its query, stores the failing rows where asked, and judges the verdict row. */
export async function runDataTest(
  node: TestNode,
  session: NodeSession,
  run: RunContext,
  clock: NodeClock,
  { batch, ...compileOptions }: DataTestOptions = {},
): Promise<NodeOutcome> {
  const compiled = await clock.phase(
    'compile',
    () => batch?.compiled(node, session) ?? compileNode(run.env, node, session, compileOptions),
  );
  run.recorder.compiled(node, compiled);
  const settings = testSettings(node.config);
  const verdict = await clock.phase(
    'execute',
    async () =>
      (await batchedVerdict(compiled, session, run, settings, batch)) ??
      (await ownVerdict(compiled, session, run, settings)) ??
      judge(compiled, session, run, settings),
  );
  return { ...verdict, compiledCode: compiled.sql };
}

/** The verdict of a test that was answered with others; null for one that must be asked by itself. */
async function batchedVerdict(
  { node, sql }: CompiledNode<TestNode>,
  session: NodeSession,
  run: RunContext,
  settings: TestSettings,
  batch: TestBatch | undefined,
): Promise<NodeOutcome | null> {
  try {
    const answer = (await batch?.answer(node, session)) ?? null;
    if (answer === null) return null;
    run.recorder.executed(node, [testVerdictSql(sql, settings)]);
    const failed = answer.failures !== 0;
    const facts = { failures: answer.failures, shouldWarn: failed, shouldError: failed };
    return outcomeOf({ ...facts, result: answer.result, relationName: null }, run, settings);
  } catch (thrown) {
    // Which test is at fault each tells by itself, unless the transaction that they look into is broken by now.
    if (!(thrown instanceof OperationalError)) throw thrown;
    if (!(await session.connection()).inTransaction) return null;
    throw askedTogether(thrown, (await batch?.together(session)) ?? []);
  }
}

/** A fault of a statement that asked several tests. */
function askedTogether(fault: OperationalError, tests: readonly CompiledNode<TestNode>[]): OperationalError {
  const names = tests.map(({ node }) => node.name).join(', ');
  return new OperationalError(
    `${fault.message}\nAsked in one statement: ${names}; with --no-batch-tests the one at fault says so.`,
    fault.faultClass,
    {
      cause: fault,
      ...(fault.databaseCode !== undefined && { databaseCode: fault.databaseCode }),
      ...(fault.sql !== undefined && { sql: fault.sql }),
      ...(fault.hint !== undefined && { hint: fault.hint }),
    },
  );
}

/** The verdict of a test that the project runs in its own way; null where it has none. */
async function ownVerdict(
  compiled: CompiledNode<TestNode>,
  session: NodeSession,
  run: RunContext,
  settings: TestSettings,
): Promise<NodeOutcome | null> {
  const { env } = run;
  const macro = findTestMaterialization(env);
  if (macro === null) return null;
  const asked: Asked[] = [];
  const verdict = await runTestMaterialization(env, compiled, session, macro.uniqueId, async () => {
    const answer = await ask(compiled, session, run, settings);
    asked.push(answer);
    return answer.result;
  });
  const result: QueryResult = {
    columns: [],
    rows: [[verdict.failures, verdict.shouldWarn, verdict.shouldError]],
    rowsAffected: null,
    message: 'OK',
    code: '',
  };
  const relationName = asked.at(-1)?.relationName ?? null;
  return outcomeOf({ ...readVerdict(result), result, relationName }, run, settings);
}

async function judge(
  compiled: CompiledNode<TestNode>,
  session: NodeSession,
  run: RunContext,
  settings: TestSettings,
): Promise<NodeOutcome> {
  const asked = await ask(compiled, session, run, settings);
  return outcomeOf({ ...readVerdict(asked.result), ...asked }, run, settings);
}

/** What the statement of a test answered, and where its failing rows are kept; null where they are not. */
interface Asked {
  readonly result: QueryResult;
  readonly relationName: string | null;
}

async function ask(
  compiled: CompiledNode<TestNode>,
  session: NodeSession,
  run: RunContext,
  settings: TestSettings,
): Promise<Asked> {
  const { node } = compiled;
  const stored = planStoredFailures(
    compiled,
    run.env,
    await storedRelation(compiled, session, run),
    settings.limit,
  );
  const sql = testVerdictSql(stored.query, settings);
  run.recorder.executed(node, [...stored.statements, sql]);
  for (const statement of stored.statements) await session.run(statement);
  if (stored.effect) session.cacheAdded(stored.effect);
  const result = await session.run(sql);
  return { result, relationName: stored.effect ? node.relationName : null };
}

interface Verdict {
  readonly failures: number;
  readonly shouldWarn: boolean;
  readonly shouldError: boolean;
  readonly result: QueryResult;
  /** Where the failing rows are kept; null where they are not. */
  readonly relationName: string | null;
}

function outcomeOf(verdict: Verdict, run: RunContext, settings: TestSettings): NodeOutcome {
  const { failures, shouldWarn, shouldError, result, relationName } = verdict;
  const base = {
    failures,
    rows: null,
    relationName,
    adapterResponse: run.env.adapterResponse(result),
    batchResults: null,
  };
  const got = `Got ${plural(failures, 'result')}, configured to`;
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

function isTrue(cell: Cell | undefined): boolean {
  return cell === true || cell === 1 || cell === 1n || cell === 't' || cell === 'true';
}

function describe(cell: Cell | undefined): string {
  if (cell === null || cell === undefined) return 'NULL';
  if (typeof cell === 'object' && 'text' in cell) return cell.text;
  return String(cell);
}
