import type { TestNode } from '../graph/node.ts';
import { isFailure, type NodeResult } from './node-result.ts';

/** The tests that run before their nodes are published, and what they gave. */
export interface Audits {
  testsOf(nodeId: string): readonly TestNode[];
  /** Notes a result. Of a test that runs once a window, the first failure is the one that counts. */
  note(result: NodeResult): void;
  /** The result of a test that ran before publication; undefined for one that did not. */
  resultOf(testId: string): NodeResult | undefined;
}

/** An empty book of audits over the tests of each node. */
export function createAudits(assigned: ReadonlyMap<string, readonly TestNode[]>): Audits {
  const results = new Map<string, NodeResult>();
  return {
    testsOf: (nodeId) => assigned.get(nodeId) ?? [],
    note(result) {
      const before = results.get(result.nodeId);
      if (before === undefined || !isFailure(before.status)) results.set(result.nodeId, result);
    },
    resultOf: (testId) => results.get(testId),
  };
}
