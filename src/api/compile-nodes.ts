import { createTestBatches } from '../compile/test-batch.ts';
import { compileNode, type CompiledNode } from '../compile/compile-node.ts';
import { compileOperation } from '../compile/compile-operation.ts';
import { inlineNode } from '../compile/inline-node.ts';
import { injectCtes } from '../compile/ephemeral.ts';
import { ephemeralCtes } from '../compile/ephemeral-ctes.ts';
import { createNodeScope } from '../compile/node-scope.ts';
import { ProjectFailure, type ProjectError } from '../errors/project-error.ts';
import type { EventBus } from '../events/event-bus.ts';
import { startClock } from '../execute/node-clock.ts';
import type { NodeResult } from '../execute/node-result.ts';
import { openSession } from '../execute/open-session.ts';
import { createAudits } from '../execute/audits.ts';
import type { KeptSql, RunContext } from '../execute/run-context.ts';
import { toFailure } from '../execute/failure.ts';
import type { SqlNode } from '../graph/node.ts';
import { compileAsync } from '../template/compile-template.ts';
import { parseTemplate } from '../template/parse-template.ts';
import { fileRecorder } from '../artifacts/run-files.ts';
import type { OpenedProject } from './open-project.ts';
import { poolOf } from './pool-of-project.ts';
import { environmentOf } from './run-project.ts';
import { runIdOf } from './run-id.ts';

/**
 * Compiles nodes, writes their SQL and puts it into `compiled` by unique id; gives a result a node. Ephemeral models
 * have SQL and no result. Throws ProjectFailure with the faults of every node that cannot be compiled.
 */
export async function compileAll(
  opened: OpenedProject,
  ids: readonly string[],
  events: EventBus,
  compiled: Map<string, KeptSql>,
): Promise<readonly NodeResult[]> {
  return withRun(opened, ids, events, async (run) => {
    const results: NodeResult[] = [];
    const errors: ProjectError[] = [];
    for (const id of ids) {
      const node = opened.manifest.nodes.get(id);
      if (node === undefined || !('rawCode' in node)) continue;
      const clock = startClock();
      try {
        const { sql, ctes } = await clock.phase('compile', () => compileOne(node, run));
        if (node.resourceType !== 'seed' && node.resourceType !== 'operation') {
          compiled.set(id, { compiledCode: sql, ctes, wasExecuted: false });
          run.recorder.compiled(node, { sql, ctes });
        }
        if (node.config['materialized'] === 'ephemeral') continue;
        results.push(
          resultOf(node, node.resourceType === 'seed' ? null : sql, clock.timings, clock.seconds()),
        );
      } catch (thrown) {
        const { error } = toFailure(thrown, node, opened.project);
        errors.push(error);
      }
    }
    if (errors.length > 0) throw new ProjectFailure(errors);
    return results;
  });
}

async function compileOne(
  node: SqlNode,
  run: RunContext,
): Promise<Pick<CompiledNode<SqlNode>, 'sql' | 'ctes'>> {
  const session = openSession(node, 0, run);
  if (node.resourceType !== 'operation') return compileNode(run.env, node, session);
  return { sql: await compileOperation(run.env, node, session, new Map()), ctes: [] };
}

/** SQL given on the command line, rendered as if it stood in a model. */
export async function compileInline(
  opened: OpenedProject,
  text: string,
  events: EventBus,
): Promise<{ readonly sql: string; readonly result: NodeResult }> {
  const clock = startClock();
  const sql = await clock.phase('compile', () =>
    withRun(opened, [], events, (run) => renderInline(opened, text, run)),
  );
  const node = inlineNode(opened.project, text, 'inline_query');
  return { sql, result: resultOf(node, sql, clock.timings, clock.seconds()) };
}

/** Renders SQL of the command line with ephemeral models put in. */
export async function renderInline(opened: OpenedProject, text: string, run: RunContext): Promise<string> {
  const node = inlineNode(opened.project, text, 'inline_query');
  const session = openSession(node, 0, run);
  const used = new Set<string>();
  const scope = createNodeScope(run.env, node, session, { anyReference: true, onCte: (id) => used.add(id) });
  const sql = await compileAsync(parseTemplate(text, { file: '--inline' }))(scope);
  return injectCtes(sql, await ephemeralCtes([...used], run.env, session, compileNode));
}

/** Does `work` with an environment and connections that are closed afterwards. */
export async function withRun<T>(
  opened: OpenedProject,
  ids: readonly string[],
  events: EventBus,
  work: (run: RunContext) => Promise<T>,
): Promise<T> {
  const { project } = opened;
  const pool = poolOf(project, events);
  const recorder = fileRecorder(project.targetDirectory, project.flags.writeJson);
  try {
    const env = environmentOf(opened, events, ids);
    return await work({
      env,
      pool,
      stop: { reason: null },
      recorder,
      runId: runIdOf(project),
      ledger: null,
      locks: null,
      audits: createAudits(new Map()),
      testBatches: createTestBatches(env),
      retries: null,
      batchesToRetry: new Map(),
    });
  } finally {
    await pool.close().finally(() => recorder.finish());
  }
}

/** The result of a node that was compiled and not run. */
export function resultOf(
  node: Pick<SqlNode, 'uniqueId' | 'relationName'>,
  compiledCode: string | null,
  timing: NodeResult['timing'],
  seconds: number,
): NodeResult {
  return {
    nodeId: node.uniqueId,
    status: 'success',
    message: null,
    failures: null,
    timing,
    threadId: 'Thread-1',
    executionTime: seconds,
    adapterResponse: {},
    rows: null,
    compiledCode,
    relationName: node.relationName,
    batchResults: null,
    error: null,
  };
}
