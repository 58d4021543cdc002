import type { NodeStatus } from '../events/event.ts';
import type { ProjectError } from '../errors/project-error.ts';
import type { Json, JsonObject } from '../config/json.ts';

/** When a phase of a node (`compile`, `execute`) began and ended, ISO 8601 in UTC. */
export interface Timing {
  readonly name: 'compile' | 'execute';
  readonly startedAt: string;
  readonly completedAt: string;
}

/** The windows of a microbatch model, by outcome: `[start, end]` in ISO 8601, end exclusive. */
export interface BatchResults {
  readonly successful: readonly (readonly [string, string])[];
  readonly failed: readonly (readonly [string, string])[];
}

/** How one node ended. */
export interface NodeResult {
  readonly nodeId: string;
  readonly status: NodeStatus;
  readonly message: string | null;
  readonly failures: number | null;
  readonly timing: readonly Timing[];
  readonly threadId: string;
  /** Seconds from start to end. */
  readonly executionTime: number;
  readonly adapterResponse: JsonObject;
  /** Rows changed or made; null when unknown. */
  readonly rows: number | null;
  readonly compiledCode: string | null;
  readonly relationName: string | null;
  readonly batchResults: BatchResults | null;
  readonly error: ProjectError | null;
  /** Rows of failing tests or previews shown to people; null when nothing is to be shown. */
  readonly details?: Json;
}

/** Statuses that make the command end with 1. */
const FAILED: ReadonlySet<NodeStatus> = new Set([
  'error',
  'fail',
  'skipped',
  'partial success',
  'runtime error',
]);

/** True when the status makes the invocation fail (dbt's rule: errors, failures, skips and partial successes do). */
export function isFailure(status: NodeStatus): boolean {
  return FAILED.has(status);
}
