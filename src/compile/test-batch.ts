import type { QueryResult } from '../adapter-api/connection.ts';
import type { GraphNode, TestNode } from '../graph/node.ts';
import { findBuiltInTest } from '../parse/built-in-test.ts';
import { findDispatched } from '../parse/macro-dependencies.ts';
import { compileNode, type CompiledNode, type CompileOptions } from './compile-node.ts';
import type { NodeSession } from './node-session.ts';
import type { RunEnvironment } from './run-environment.ts';
import { batchSql } from './batch-sql.ts';
import { findTestMaterialization } from './find-materialization.ts';
import { testSettings } from './test-sql.ts';
import { wholeNumber } from './whole-number.ts';

/** What the statement of a batch says of one test. */
export interface BatchedAnswer {
  readonly failures: number;
  readonly result: QueryResult;
}

/** Relations in which new states stand that the tests are to look at, by unique id. */
export type TestBatchOptions = Pick<CompileOptions, 'staged'>;

/** Built-in tests of one relation that are answered by one statement, the first time one of them is asked. */
export interface TestBatch {
  readonly tests: readonly TestNode[];
  /** A test of the batch, compiled once. Throws ProjectFailure and OperationalError. */
  compiled(test: TestNode, session: NodeSession): Promise<CompiledNode<TestNode>>;
  /** The tests that the one statement answers, none when there are not two. */
  together(session: NodeSession): Promise<readonly CompiledNode<TestNode>[]>;
  /** The answer of a test; null for one that must be asked by itself. Throws OperationalError. */
  answer(test: TestNode, session: NodeSession): Promise<BatchedAnswer | null>;
  /** Whether the statement was asked and gave no answer of a test. */
  hasNoAnswer(testId: string): boolean;
}

/** The batches of a run, or of the tests of an audit. */
export interface TestBatches {
  /** unique id of the node whose tests a test can be asked with; null for one that is asked by itself, as every other node. */
  testedWith(node: GraphNode): string | null;
  /** Makes the batches of nodes whose tests are ready, one or more for each relation that several are asked of. */
  form(nodes: readonly GraphNode[]): void;
  /** The batch of a test; undefined for one that is in none. */
  of(testId: string): TestBatch | undefined;
}

/** Tests that one statement answers at most: Postgres takes 1,664 columns. */
const MOST_IN_BATCH = 500;

/** Thresholds, filters and limits are for the test's own statement to judge. */
function isPlain({ testMetadata, attachedNode, config, dependsOn }: TestNode): boolean {
  if (testMetadata === null || testMetadata.namespace !== null || attachedNode === null) return false;
  if (findBuiltInTest(testMetadata.name) === undefined || (config['where'] ?? null) !== null) return false;
  if (!dependsOn.macros.includes(`macro.dbt.test_${testMetadata.name}`)) return false;
  const { failCalc, warnIf, errorIf, limit } = testSettings(config);
  return failCalc === 'count(*)' && warnIf === '!= 0' && errorIf === '!= 0' && limit === null;
}

/** Batches of tests over what stands in the warehouse, or over new states that are staged. */
export function createTestBatches(env: RunEnvironment, options: TestBatchOptions = {}): TestBatches {
  const batches = new Map<string, TestBatch>();
  const isOwnWay = findTestMaterialization(env) !== null;
  const replaced = new Map<string, boolean>();
  /** Whether the project has its own macro for what a test of the name dispatches to. */
  const isReplaced = (name: string): boolean => {
    const known = replaced.get(name);
    if (known !== undefined) return known;
    const found = findDispatched(`test_${name}`, 'dbt', env.macros, env.project) !== undefined;
    replaced.set(name, found);
    return found;
  };
  const isBatched = (node: GraphNode): node is TestNode =>
    env.project.flags.batchTests &&
    !isOwnWay &&
    node.resourceType === 'test' &&
    isPlain(node) &&
    !isReplaced(node.testMetadata?.name ?? '') &&
    !env.storesFailures(node);
  return {
    testedWith: (node) => (isBatched(node) ? node.attachedNode : null),
    form(nodes) {
      const tests = nodes.filter(isBatched);
      for (const relation of new Set(tests.map(({ attachedNode }) => attachedNode))) {
        const own = tests.filter(({ attachedNode }) => attachedNode === relation);
        for (let first = 0; first < own.length - 1; first += MOST_IN_BATCH) {
          const batch = createTestBatch(own.slice(first, first + MOST_IN_BATCH), env, options);
          for (const { uniqueId } of batch.tests) batches.set(uniqueId, batch);
        }
      }
    },
    of: (testId) => batches.get(testId),
  };
}

function createTestBatch(
  tests: readonly TestNode[],
  env: RunEnvironment,
  options: TestBatchOptions,
): TestBatch {
  const compiling = new Map<string, Promise<CompiledNode<TestNode>>>();
  const compiled = (test: TestNode, session: NodeSession): Promise<CompiledNode<TestNode>> => {
    const known = compiling.get(test.uniqueId);
    if (known) return known;
    const started = compileNode(env, test, session, options);
    compiling.set(test.uniqueId, started);
    return started;
  };
  const compileAll = async (session: NodeSession): Promise<readonly CompiledNode<TestNode>[]> => {
    const all = await Promise.allSettled(tests.map((test) => compiled(test, session)));
    const able = all.flatMap((one) =>
      one.status === 'fulfilled' && one.value.builtIn !== null ? [one.value] : [],
    );
    return able.length < 2 ? [] : able;
  };
  let answerable: Promise<readonly CompiledNode<TestNode>[]> | null = null;
  const together: TestBatch['together'] = (session) => (answerable ??= compileAll(session));
  const ask = async (session: NodeSession): Promise<ReadonlyMap<string, BatchedAnswer>> => {
    const asked = await together(session);
    if (asked.length === 0) return new Map();
    const result = await session.run(batchSql(asked));
    return new Map(
      asked.flatMap(({ node, builtIn }, column) => {
        const failures = wholeNumber(result.rows[0]?.[column]);
        const isTold = failures === 0 || builtIn?.count?.isExact !== false;
        return failures === null || !isTold ? [] : [[node.uniqueId, { failures, result }] as const];
      }),
    );
  };
  let asking: Promise<ReadonlyMap<string, BatchedAnswer>> | null = null;
  /** Once the statement has ended: what it told, nothing where it failed. */
  let answers: ReadonlyMap<string, BatchedAnswer> | null = null;
  const askOnce = async (session: NodeSession): Promise<ReadonlyMap<string, BatchedAnswer>> => {
    try {
      return (answers = await ask(session));
    } finally {
      answers ??= new Map();
    }
  };
  return {
    tests,
    compiled,
    together,
    async answer(test, session) {
      asking ??= askOnce(session);
      return (await asking).get(test.uniqueId) ?? null;
    },
    hasNoAnswer: (testId) => answers !== null && !answers.has(testId),
  };
}
