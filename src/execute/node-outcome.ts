import type { NodeResult } from './node-result.ts';

/** What a runner gives back of a node that did not throw; times and ids are added by the caller. */
export type NodeOutcome = Pick<
  NodeResult,
  'status' | 'message' | 'failures' | 'rows' | 'adapterResponse' | 'relationName' | 'batchResults'
> &
  Partial<Pick<NodeResult, 'compiledCode' | 'details' | 'error'>>;
