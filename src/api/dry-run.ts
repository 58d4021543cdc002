import { compileNode } from '../compile/compile-node.ts';
import type { NodeSession } from '../compile/node-session.ts';
import { renderInNode } from '../compile/render-in-node.ts';
import { testSettings, testVerdictSql } from '../compile/test-sql.ts';
import type { EventBus } from '../events/event-bus.ts';
import { describeNode } from '../execute/node-info.ts';
import { openSession } from '../execute/open-session.ts';
import type { RunContext } from '../execute/run-context.ts';
import { runGraph, type WorkGraph } from '../execute/scheduler.ts';
import type { GraphNode } from '../graph/node.ts';
import type { Step } from '../materializations/plan-types.ts';
import { planNode } from '../plan/plan-node.ts';
import { auditsOf } from './audits-of-run.ts';
import { ledgerTarget } from './ledger-of-project.ts';
import type { OpenedProject } from './open-project.ts';
import { poolOf } from './pool-of-project.ts';
import { environmentOf } from './run-project.ts';

/**
 * Prints the statements that a run would execute, in order, and changes nothing: the same compiling and planning as a
 * run, with what earlier nodes would make noted in the relation cache.
 */
export async function printDryRun(
  opened: OpenedProject,
  work: WorkGraph,
  events: EventBus,
  print: (text: string) => void,
): Promise<void> {
  const pool = poolOf(opened.project, events);
  const env = environmentOf(opened, events, work.ids);
  const run: RunContext = {
    env,
    pool,
    stop: { reason: null },
    recorder: { compiled: () => undefined, executed: () => undefined },
    runId: 'dryrun',
    ledger: null,
    locks: null,
    audits: auditsOf(opened, work.ids),
    batchesToRetry: new Map(),
  };
  try {
    await runGraph(work, {
      threads: 1,
      stopped: () => false,
      skip: () => undefined,
      run: async (id) => {
        const node = opened.manifest.nodes.get(id);
        if (node) print(await planText(node, openSession(node, 0, run), run));
        return 'continue';
      },
    });
  } finally {
    await pool.close();
  }
}

async function planText(node: GraphNode, session: NodeSession, run: RunContext): Promise<string> {
  const title = `-- ${node.uniqueId}: ${describeNode(node)}`;
  try {
    return `${title}\n${await statements(node, session, run)}\n`;
  } catch (thrown) {
    // The query of a node may need relations that only a run makes.
    const reason = thrown instanceof Error ? (thrown.message.split('\n')[0] ?? '') : String(thrown);
    return `${title}\n-- cannot be planned before what is upstream of it is built: ${reason}\n`;
  }
}

async function statements(node: GraphNode, session: NodeSession, run: RunContext): Promise<string> {
  const { env, audits } = run;
  switch (node.resourceType) {
    case 'model':
    case 'seed':
    case 'snapshot': {
      const compiled = await compileNode(env, node, session);
      const plan = await planNode(compiled, session, env, {
        runId: 'dryrun',
        ledger: ledgerTarget(env.project),
        audited: audits.testsOf(node.uniqueId).length > 0,
      });
      const texts: string[] = [];
      for (const step of plan.steps)
        texts.push(await stepText(step, (text) => renderInNode(env, compiled, session, text)));
      for (const effect of plan.effects) {
        if (effect.kind === 'created') session.cacheAdded(effect.relation);
        else session.cacheDropped(effect.relation);
      }
      return texts.filter((text) => text !== '').join('\n');
    }
    case 'test': {
      const compiled = await compileNode(env, node, session);
      return `${testVerdictSql(compiled.sql, testSettings(node.config))};`;
    }
    case 'unit_test':
      return `-- compares the rows of model ${node.model} for given inputs`;
    default:
      return '-- nothing is executed';
  }
}

async function stepText(step: Step, render: (template: string) => Promise<string>): Promise<string> {
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
    case 'audit':
      return '-- runs the tests of the node; where one fails nothing is published';
    case 'record':
      return '-- records the node in the ledger';
  }
}
