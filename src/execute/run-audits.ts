import type { Relation } from '../adapter-api/relation.ts';
import { createTestBatches } from '../compile/test-batch.ts';
import { ProjectFailure } from '../errors/project-error.ts';
import type { GraphNode, TestNode } from '../graph/node.ts';
import { failingRowsQuery, type KeptRows } from '../ledger/failing-rows.ts';
import { toFailure } from './failure.ts';
import { startClock } from './node-clock.ts';
import { isFailure, type NodeResult } from './node-result.ts';
import type { RunContext } from './run-context.ts';
import { openSession } from './open-session.ts';
import { runDataTest, type DataTestOptions } from './run-data-test.ts';
import { isPassingFault } from './try-again.ts';

/** The most failing rows of a test that are kept. */
const ROWS_KEPT = 1000;

/** Thrown when tests of a node fail before it is published; carries the rows that made them fail. */
export class AuditFailure extends ProjectFailure {
  readonly kept: readonly KeptRows[];

  constructor(node: GraphNode, failed: readonly NodeResult[], kept: readonly KeptRows[], run: RunContext) {
    super({
      code: 'TX7005',
      message: [
        `${node.name} was not published: ${failed.length} of its tests failed, and what stood there stays`,
        ...failed.map((result) => `${testName(result.nodeId)}: ${result.message ?? result.status}`),
        ...kept.map((rows) => placeOfRows(rows, run)),
      ].join('\n'),
      hint: 'Mend the data or the model and run again (tx retry), or set severity: warn for a test that need not hold.',
      location: { file: node.originalFilePath },
      nodeId: node.uniqueId,
    });
    this.name = 'AuditFailure';
    this.kept = kept;
  }
}

function testName(testId: string): string {
  return testId.split('.')[2] ?? testId;
}

function placeOfRows(rows: KeptRows, run: RunContext): string {
  const test = run.env.manifest.nodes.get(rows.testId);
  const stored = test?.resourceType === 'test' && run.env.storesFailures(test) ? test.relationName : null;
  if (stored !== null) return `Failing rows: select * from ${stored}`;
  if (run.ledger === null) return `${rows.rows.length} failing rows; without a ledger they are not kept`;
  return `Failing rows: ${failingRowsQuery(run.ledger.target, run.runId, rows.testId)}`;
}

/**
 * Runs the tests of a node over its new state in `relation`, on the connection that builds it. After a test that could
 * not be run no other is tried: its transaction may be broken. Throws AuditFailure when a test of severity error fails.
 */
export async function runAudits(
  node: GraphNode,
  relation: Relation,
  slot: number,
  run: RunContext,
): Promise<void> {
  const failed: NodeResult[] = [];
  const kept: KeptRows[] = [];
  const staged = new Map([[node.uniqueId, relation]]);
  const tests = run.audits.testsOf(node.uniqueId);
  const batches = createTestBatches(run.env, { staged });
  batches.form(tests);
  for (const test of tests) {
    const options = { staged, batch: batches.of(test.uniqueId) };
    const result = await auditOnce(test, options, slot, run);
    run.audits.note(result);
    if (!isFailure(result.status)) continue;
    failed.push(result);
    if (result.status === 'error') break;
    kept.push(await failingRows(node.uniqueId, result, slot, run));
  }
  if (failed.length > 0) throw new AuditFailure(node, failed, kept, run);
}

async function auditOnce(
  test: TestNode,
  options: DataTestOptions,
  slot: number,
  run: RunContext,
): Promise<NodeResult> {
  const clock = startClock();
  const base = { nodeId: test.uniqueId, threadId: `Thread-${slot + 1}`, compiledCode: null, error: null };
  try {
    const outcome = await runDataTest(test, openSession(test, slot, run), run, clock, options);
    return { ...base, timing: clock.timings, executionTime: clock.seconds(), ...outcome };
  } catch (thrown) {
    // The node is tried again as a whole: what it wrote went with the connection.
    if (run.retries !== null && isPassingFault(thrown)) throw thrown;
    const failure = toFailure(thrown, test, run.env.project);
    return {
      ...base,
      timing: clock.timings,
      executionTime: clock.seconds(),
      status: 'error',
      message: failure.message,
      failures: null,
      rows: null,
      adapterResponse: {},
      relationName: null,
      batchResults: null,
      error: failure.error,
    };
  }
}

/** The rows are read where they are, since they go with the state that is not published. */
async function failingRows(
  nodeId: string,
  result: NodeResult,
  slot: number,
  run: RunContext,
): Promise<KeptRows> {
  const { dialect } = run.env.project.profile.adapter;
  const session = openSession(null, slot, run);
  const { columns, rows } = await session.run(dialect.limit(result.compiledCode ?? '', ROWS_KEPT));
  return { nodeId, testId: result.nodeId, columns, rows };
}
