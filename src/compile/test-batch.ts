import type { QueryResult } from '../adapter-api/connection.ts';
import { areBehindAll } from '../graph/behind-all.ts';
import type { Manifest } from '../graph/manifest.ts';
import type { TestNode } from '../graph/node.ts';
import { findBuiltInTest } from '../parse/built-in-test.ts';
import { compileNode, type CompiledNode, type CompileOptions } from './compile-node.ts';
import type { NodeSession } from './node-session.ts';
import type { RunEnvironment } from './run-environment.ts';
import { batchSql } from './batch-sql.ts';
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
  /** A test of the batch, compiled once. Throws ProjectFailure and OperationalError. */
  compiled(test: TestNode, session: NodeSession): Promise<CompiledNode<TestNode>>;
  /** The tests that the one statement answers, none when there are not two. */
  together(session: NodeSession): Promise<readonly CompiledNode<TestNode>[]>;
  /** The answer of a test; null for one that must be asked by itself. Throws OperationalError. */
  answer(test: TestNode, session: NodeSession): Promise<BatchedAnswer | null>;
}

/**
 * The tests among some nodes that are asked together; those that no other can be asked with are left out. Tests of one node
 * go together when they are built-in ones without settings of their own and wait for the same nodes: so they are ready
 * at the same time. In an audit all are.
 */
function groupTests(
  env: Pick<RunEnvironment, 'storesFailures' | 'manifest'>,
  ids: readonly string[],
  isAudit: boolean,
): readonly (readonly TestNode[])[] {
  const { manifest } = env;
  const tests = ids.flatMap((id) => {
    const test = manifest.nodes.get(id);
    return test?.resourceType === 'test' && isPlain(test) && !env.storesFailures(test) ? [test] : [];
  });
  const awaited = isAudit ? tests.map(() => []) : othersAwaited(tests, manifest);
  const groups = new Map<string, TestNode[]>();
  for (const [index, test] of tests.entries()) {
    const key = [test.attachedNode, ...(awaited[index] ?? [])].join(' ');
    const group = groups.get(key);
    if (group) group.push(test);
    else groups.set(key, [test]);
  }
  return [...groups.values()].filter((group) => group.length > 1);
}

/**
 * For each test the nodes that it reads beside the one it stands under; none where all are upstream of that one. Whether
 * they are in the run says nothing: what is upstream of them may be.
 */
function othersAwaited(tests: readonly TestNode[], { parents }: Manifest): readonly (readonly string[])[] {
  const others = tests.map(({ uniqueId, attachedNode }) =>
    (parents.get(uniqueId) ?? []).filter((id) => id !== attachedNode).toSorted(),
  );
  const areAbove = areBehindAll(
    tests.map(({ attachedNode }, index) => ({ id: attachedNode ?? '', ids: others[index] ?? [] })),
    parents,
  );
  return others.map((ids, index) => (areAbove[index] === true ? [] : ids));
}

/** Thresholds, filters and limits are for the test's own statement to judge. */
function isPlain({ testMetadata, attachedNode, config }: TestNode): boolean {
  if (testMetadata === null || testMetadata.namespace !== null || attachedNode === null) return false;
  if (findBuiltInTest(testMetadata.name) === undefined || (config['where'] ?? null) !== null) return false;
  const { failCalc, warnIf, errorIf, limit } = testSettings(config);
  return failCalc === 'count(*)' && warnIf === '!= 0' && errorIf === '!= 0' && limit === null;
}

/** Each test's batch, by unique id, over the tests among the nodes of a run, or over the tests of an audit. */
export function testBatches(
  env: RunEnvironment,
  ids: readonly string[],
  options: TestBatchOptions = {},
): ReadonlyMap<string, TestBatch> {
  if (!env.project.flags.batchTests) return new Map();
  return new Map(
    groupTests(env, ids, options.staged !== undefined).flatMap((group) => {
      const batch = createTestBatch(group, env, options);
      return group.map(({ uniqueId }) => [uniqueId, batch] as const);
    }),
  );
}

/** A batch of tests over what stands in the warehouse, or over new states that are staged. */
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
  let asking: Promise<ReadonlyMap<string, BatchedAnswer>> | null = null;
  const together = async (session: NodeSession): Promise<readonly CompiledNode<TestNode>[]> => {
    const all = await Promise.allSettled(tests.map((test) => compiled(test, session)));
    const able = all.flatMap((one) =>
      one.status === 'fulfilled' && one.value.builtIn !== null ? [one.value] : [],
    );
    return able.length < 2 ? [] : able;
  };
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
  return {
    compiled,
    together,
    async answer(test, session) {
      asking ??= ask(session);
      return (await asking).get(test.uniqueId) ?? null;
    },
  };
}
