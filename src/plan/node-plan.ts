import type { ExistingRelation } from '../adapter-api/relation.ts';
import type { CacheEffect, Step } from '../materializations/plan-types.ts';

/** Everything that running one node does, as data: it serialises to JSON, prints as `--dry-run`, and is executed. */
export interface NodePlan {
  readonly nodeId: string;
  /** Name of the relation built, rendered; null when none is. */
  readonly relation: string | null;
  readonly steps: readonly Step[];
  /** What the steps change in the catalogue, applied to the relation cache after the last one. */
  readonly effects: readonly CacheEffect[];
  readonly warnings: readonly string[];
  /** Relations outside of a transaction that a failure on the way leaves behind; they are then dropped. */
  readonly stages?: readonly ExistingRelation[];
}
