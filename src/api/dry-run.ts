import type { Relation } from '../adapter-api/relation.ts';
import { compileNode, type CompileOptions } from '../compile/compile-node.ts';
import type { NodeSession } from '../compile/node-session.ts';
import type { RunEnvironment } from '../compile/run-environment.ts';
import { renderInNode } from '../compile/render-in-node.ts';
import { batchSql } from '../compile/batch-sql.ts';
import { createTestBatches, type TestBatches } from '../compile/test-batch.ts';
import { testSettings, testVerdictSql } from '../compile/test-sql.ts';
import type { EventBus } from '../events/event-bus.ts';
import { describeNode } from '../execute/node-info.ts';
import { openSession } from '../execute/open-session.ts';
import { silentRecorder, type RunContext } from '../execute/run-context.ts';
import { formBatch, groupOf, skippedResult, type Pieces } from '../execute/run-selection.ts';
import { runGraph, type WorkGraph } from '../execute/scheduler.ts';
import type { GraphNode, TestNode } from '../graph/node.ts';
import type { AuditStep, Step } from '../materializations/plan-types.ts';
import { microbatches, type MicrobatchWindow } from '../materializations/microbatch-windows.ts';
import { planNode } from '../plan/plan-node.ts';
import { auditsOf } from './audits-of-run.ts';
import { ledgerTarget } from './ledger-of-project.ts';
import type { OpenedProject } from './open-project.ts';
import { gridWork, intervalPieces, type IntervalRun } from './run-intervals.ts';
import { poolOf } from './pool-of-project.ts';
import { environmentOf } from './run-project.ts';

/**
 * Prints the statements that a run would execute, in order, and changes nothing: the same compiling and planning as a
 * run, with what earlier nodes would make noted in the relation cache.
 */
export function printDryRun(
  opened: OpenedProject,
  work: WorkGraph,
  events: EventBus,
  print: (text: string) => void,
): Promise<void> {
  return dryRun(opened, work.ids, events, (run) =>
    inOrder(work, run, async (id, together) => {
      formBatch(id, together, run);
      const node = opened.manifest.nodes.get(id);
      if (node) print(await planText(node, run, null));
    }),
  );
}

/** Prints the statements of nodes for intervals, a heading an interval, in the order of one thread. */
export function printIntervalsDryRun(
  intervals: IntervalRun,
  events: EventBus,
  print: (text: string) => void,
): Promise<void> {
  const work = gridWork(intervals.grid);
  const pieces = intervalPieces(intervals);
  return dryRun(intervals.opened, pieces.nodeIds, events, (run) =>
    inOrder(
      work,
      run,
      async (id, together) => {
        const nodeId = pieces.nodeIdOf(id);
        if (nodeId === null) return pieces.ended(id);
        const node = intervals.opened.manifest.nodes.get(nodeId);
        if (!node) return;
        try {
          const own = await pieces.open(id, run);
          formBatch(id, together, own, pieces);
          print(await planText(own.env.manifest.nodes.get(nodeId) ?? node, own, pieces.intervalOf(id)));
        } catch (thrown) {
          // A run ends this piece alone with the fault.
          print(`${titleOf(node, pieces.intervalOf(id))}\n-- cannot be run: ${firstLine(thrown)}\n`);
        }
      },
      pieces,
    ),
  );
}

async function dryRun(
  opened: OpenedProject,
  ids: readonly string[],
  events: EventBus,
  work: (run: RunContext) => Promise<void>,
): Promise<void> {
  const pool = poolOf(opened.project, events);
  const env = environmentOf(opened, events, ids);
  const run: RunContext = {
    env,
    pool,
    stop: { reason: null },
    recorder: silentRecorder,
    runId: 'dryrun',
    ledger: null,
    locks: null,
    audits: auditsOf(opened, ids),
    testBatches: createTestBatches(env),
    retries: null,
    batchesToRetry: new Map(),
  };
  try {
    await work(run);
  } finally {
    await pool.close();
  }
}

function inOrder(
  work: WorkGraph,
  run: RunContext,
  show: (id: string, together: readonly string[]) => Promise<void>,
  pieces?: Pieces,
): Promise<void> {
  return runGraph(work, {
    threads: 1,
    groupOf: (id) => groupOf(id, run, pieces),
    stopped: () => false,
    skip: () => undefined,
    run: async (id, _, together) => {
      await show(id, together);
      return 'continue';
    },
  });
}

async function planText(node: GraphNode, run: RunContext, interval: string | null): Promise<string> {
  const title = titleOf(node, interval);
  try {
    return `${title}\n${await planned(node, run)}\n`;
  } catch (thrown) {
    // The query of a node may need relations that only a run makes.
    return `${title}\n-- cannot be planned before what is upstream of it is built: ${firstLine(thrown)}\n`;
  }
}

const titleOf = (node: GraphNode, interval: string | null): string =>
  `-- ${node.uniqueId}: ${describeNode(node)}${interval === null ? '' : ` for ${interval}`}`;

const firstLine = (thrown: unknown): string =>
  thrown instanceof Error ? (thrown.message.split('\n')[0] ?? '') : String(thrown);

/** The statements of a node; of each of its batches where the run says which. */
async function planned(node: GraphNode, run: RunContext): Promise<string> {
  const session = openSession(node, 0, run);
  const batches = run.batchesToRetry.get(node.uniqueId)?.failed;
  if (batches === undefined) return statements(node, session, run, null);
  const { startedAt: now } = run.env.project;
  const range = { eventTimeStart: null, eventTimeEnd: null, now, firstRun: false, only: batches };
  const texts: string[] = [];
  for (const batch of microbatches({ config: node.config, ...range })) {
    texts.push(await statements(node, session, run, batch));
  }
  return texts.join('\n');
}

async function statements(
  node: GraphNode,
  session: NodeSession,
  run: RunContext,
  batch: MicrobatchWindow | null,
): Promise<string> {
  const { env, audits } = run;
  switch (node.resourceType) {
    case 'model':
    case 'seed':
    case 'snapshot': {
      const compiled = await compileNode(env, node, session, batch === null ? {} : { batch });
      const plan = await planNode(compiled, session, env, {
        runId: 'dryrun',
        ledger: ledgerTarget(env.project),
        audited: audits.testsOf(node.uniqueId).length > 0,
      });
      const texts: string[] = [];
      for (const step of plan.steps) {
        texts.push(
          step.kind === 'audit'
            ? await auditText(node, step.relation, session, run)
            : await stepText(step, (text) => renderInNode(env, compiled, session, text)),
        );
      }
      for (const effect of plan.effects) {
        if (effect.kind === 'created') session.cacheAdded(effect.relation);
        else session.cacheDropped(effect.relation);
      }
      return texts.filter((text) => text !== '').join('\n');
    }
    case 'test': {
      const audited = audits.resultOf(node.uniqueId);
      return audited ? `-- ${audited.message}` : testText(node, run.testBatches, session, env);
    }
    case 'unit_test':
      return `-- compares the rows of model ${node.model} for given inputs`;
    default:
      return '-- nothing is executed';
  }
}

/** The tests of a node over its new state; they are not asked again. */
async function auditText(
  node: GraphNode,
  relation: Relation,
  session: NodeSession,
  { env, audits }: RunContext,
): Promise<string> {
  const options = { staged: new Map([[node.uniqueId, relation]]) };
  const batches = createTestBatches(env, options);
  const tests = audits.testsOf(node.uniqueId);
  batches.form(tests);
  const texts = ['-- tests of the node; where one fails nothing is published'];
  for (const test of tests) {
    texts.push(
      await testText(test, batches, session, env, options).catch(
        (thrown: unknown) =>
          `-- ${test.name} cannot be planned before ${node.name} is built: ${firstLine(thrown)}`,
      ),
    );
    audits.note(skippedResult(test.uniqueId, `asked before ${node.name} is published`));
  }
  return texts.join('\n');
}

async function testText(
  test: TestNode,
  batches: TestBatches,
  session: NodeSession,
  env: RunEnvironment,
  options: CompileOptions = {},
): Promise<string> {
  const together = (await batches.of(test.uniqueId)?.together(session)) ?? [];
  const first = together.some(({ node }) => node === test) ? together[0] : undefined;
  if (first?.node === test) return `${batchSql(together)};`;
  if (first !== undefined) return `-- ${test.name} is answered by the statement of ${first.node.name}`;
  const compiled = await compileNode(env, test, session, options);
  return `${testVerdictSql(compiled.sql, testSettings(test.config))};`;
}

/** What a step executes, beside the tests of an audit, which are nodes of their own. */
async function stepText(
  step: Exclude<Step, AuditStep>,
  render: (template: string) => Promise<string>,
): Promise<string> {
  switch (step.kind) {
    case 'begin':
      return 'begin;';
    case 'commit':
      return 'commit;';
    case 'sql':
      return `${step.sql};`;
    case 'template': {
      const sql = (await render(step.template)).trim();
      return sql === '' ? '' : `${sql}; -- ${step.role}`;
    }
    case 'load':
      return step.empty ? '' : `-- load ${step.file} into ${step.target}`;
    case 'macro':
      return `-- runs the materialization ${step.macro}`;
    case 'check':
      return `${step.sql}; -- must give no row: the keys of the new rows`;
    case 'choice': {
      const texts = (steps: readonly Step[]): string =>
        steps.map((each) => (each.kind === 'sql' ? `${each.sql};` : '')).join('\n');
      return `-- when this gives a row: ${step.probe}\n${texts(step.rows)}\n-- else\n${texts(step.none)}`;
    }
    case 'publish-file':
      return `-- puts ${step.from} in the place of ${step.to}`;
    case 'record':
      return '-- records the node in the ledger';
  }
}
