import type { QueryResult } from '../adapter-api/connection.ts';
import type { NodeSession } from '../compile/node-session.ts';
import type { AuditStep, CheckStep, LoadStep, RecordStep, Step } from '../materializations/plan-types.ts';
import { seedValue } from '../materializations/seed-value.ts';
import { readSeedRows } from '../parse/seed-file.ts';

/** What steps need beside the connection: templates are rendered and macros run by the caller's environment. */
export interface StepsContext {
  readonly session: NodeSession;
  renderHook(template: string): Promise<string>;
  runMaterializationMacro(macroId: string): Promise<QueryResult | null>;
  /** The ledger's statements for a record step, given the result of the main step. */
  record(step: RecordStep, main: QueryResult | null): readonly string[];
  /** Runs the node's tests over its new state. Throws AuditFailure. */
  audit(step: AuditStep): Promise<void>;
  /** Makes sure that the relation is still this run's to change. Throws ProjectFailure. */
  verifyLock(): Promise<void>;
  /** Judges what a check of keys found. Throws ProjectFailure. */
  judge(step: CheckStep, result: QueryResult): void;
  /** Told of the statements that were sent, in order, for `target/run`, also of one that failed. */
  sent(statements: readonly string[]): void;
}

/**
 * Runs the steps in order on the session's connection; gives the result of the `main` step, null when none ran. On a
 * failure the open transaction is rolled back and the error goes on. Throws OperationalError and ProjectFailure.
 */
export async function runSteps(steps: readonly Step[], context: StepsContext): Promise<QueryResult | null> {
  const statements: string[] = [];
  let main: QueryResult | null = null;
  try {
    // What the node's templates began ends here: the first steps are outside of the node's own transaction.
    if (context.session.opened) await context.session.commit();
    for (const step of steps) {
      if (isDecisive(step)) await context.verifyLock();
      if (step.kind === 'record') {
        // One request: the ledger costs a node one round trip.
        await context.session.run(context.record(step, main).join(';\n'));
        continue;
      }
      const result = await runStep(step, context, statements);
      if (result !== null) main = result;
    }
  } catch (error) {
    await rollbackQuietly(context.session);
    throw error;
  } finally {
    context.sent(statements);
  }
  return main;
}

/** Steps after which others see the change. */
function isDecisive(step: Step): boolean {
  return step.kind === 'commit' || (step.kind === 'sql' && (step.role === 'main' || step.role === 'publish'));
}

/** Runs one step; gives the result when the step is the node's main one. */
async function runStep(
  step: Exclude<Step, RecordStep>,
  context: StepsContext,
  statements: string[],
): Promise<QueryResult | null> {
  const { session } = context;
  switch (step.kind) {
    case 'begin':
      await session.begin();
      return null;
    case 'commit':
      await session.commit();
      return null;
    case 'sql': {
      statements.push(step.sql);
      const result = await session.run(step.sql);
      return step.role === 'main' ? result : null;
    }
    case 'template': {
      const sql = (await context.renderHook(step.template)).trim();
      if (sql === '') return null;
      if (step.role === 'main') statements.push(sql);
      const result = await session.run(sql);
      return step.role === 'main' ? result : null;
    }
    case 'load': {
      const rows = step.empty ? 0 : await load(step, session);
      return { columns: [], rows: [], rowsAffected: rows, message: `${step.verb} ${rows}`, code: step.verb };
    }
    case 'check':
      context.judge(step, await session.run(step.sql));
      return null;
    case 'audit':
      await context.audit(step);
      return null;
    case 'choice': {
      const { rows } = await session.run(step.probe);
      let main: QueryResult | null = null;
      for (const each of rows.length > 0 ? step.rows : step.none) {
        main = (await runStep(each, context, statements)) ?? main;
      }
      return main;
    }
    case 'publish-file': {
      const connection = await session.connection();
      await connection.publishFile?.(step.from, step.to);
      return null;
    }
    case 'macro':
      return context.runMaterializationMacro(step.macro);
  }
}

async function load(step: LoadStep, session: NodeSession): Promise<number> {
  const connection = await session.connection();
  return connection.load({
    target: step.target,
    columns: step.columns,
    file: step.file,
    delimiter: step.delimiter,
    rows: () => plainRows(step),
  });
}

function* plainRows({ file, delimiter, kinds }: LoadStep): Generator<readonly (string | null)[]> {
  for (const row of readSeedRows(file, delimiter)) {
    yield kinds.map((kind, index) => seedValue(kind, row[index] ?? null));
  }
}

/** Ends an open transaction after a failure; a connection that is itself broken has nothing left to roll back. */
async function rollbackQuietly(session: NodeSession): Promise<void> {
  if (!session.opened) return;
  try {
    await session.rollback();
  } catch {
    // The first error is the one to report; the broken connection is replaced by the pool.
  }
}
