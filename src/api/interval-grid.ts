import { reach } from '../graph/dag.ts';
import { holdsOneInterval } from '../graph/interval-bound.ts';
import type { Manifest } from '../graph/manifest.ts';
import type { GraphNode } from '../graph/node.ts';
import type { WorkGraph } from '../execute/scheduler.ts';
import { backfillGrid, type BackfillGrid, type GridNode, type GridRole } from '../intervals/backfill-grid.ts';
import type { Interval } from '../intervals/interval.ts';
import {
  dependsOnPast,
  isIntervalBound,
  isPassedThrough,
  keepsIntervals,
  type IntervalProject,
} from './interval-nodes.ts';

/** What a grid is made from. */
export interface GridRequest {
  readonly manifest: Manifest;
  readonly project: IntervalProject;
  /** The selected nodes with who waits for whom. */
  readonly work: WorkGraph;
  readonly intervals: readonly Interval[];
  readonly maxActive: number;
  /** Positions that are to be built, of nodes that keep their intervals; every position of those that are left out. */
  readonly wanted: ReadonlyMap<string, ReadonlySet<number>>;
}

/** Selected nodes × intervals as work for the scheduler. */
export function intervalGrid(request: GridRequest): BackfillGrid {
  const { work, intervals, maxActive } = request;
  const nodes = gridNodes(request);
  return backfillGrid(
    work.ids.flatMap((id) => nodes.get(id) ?? []),
    intervals,
    maxActive,
  );
}

function gridNodes({ manifest, project, work, intervals, wanted }: GridRequest): Map<string, GridNode> {
  const bound = new Set(
    work.ids.filter((id) => {
      const node = manifest.nodes.get(id);
      return node !== undefined && isIntervalBound(node, manifest, project);
    }),
  );
  const behind = reach(bound, work.children);
  const before = reach(bound, work.parents);
  const roleOf = (id: string): GridRole => {
    if (bound.has(id)) return 'per-interval';
    if (!behind.has(id)) return 'once-before';
    const type = manifest.nodes.get(id)?.resourceType;
    if (type === 'unit_test') return 'first-interval';
    if (type === 'test') return testRole((work.parents.get(id) ?? []).map(roleOf));
    return before.has(id) ? 'per-interval' : 'once-after';
  };
  const all = new Set(intervals.keys());
  const related = (id: string): ReadonlySet<number> => {
    const keeping = [...reach([id], work.children), ...reach([id], work.parents)].filter((other) =>
      wanted.has(other),
    );
    if (keeping.length === 0) return all;
    return new Set(keeping.flatMap((other) => [...(wanted.get(other) ?? [])]));
  };
  /** A test has something to say of the intervals that are built of what it tests. */
  const positionsOf = (id: string): ReadonlySet<number> => {
    const own = wanted.get(id);
    if (own !== undefined) return own;
    const tested = (work.parents.get(id) ?? []).filter((parent) => roleOf(parent) === 'per-interval');
    if (manifest.nodes.get(id)?.resourceType !== 'test' || tested.length === 0) return related(id);
    return new Set(tested.flatMap((parent) => [...positionsOf(parent)]));
  };
  const isTransient = (id: string, node: GraphNode): boolean =>
    (bound.has(id) && !keepsIntervals(node) && leavesRelation(node)) ||
    holdsOneInterval(project.tx.interval.var, node, manifest);
  return new Map(
    work.ids.map((id) => {
      const node = manifest.nodes.get(id);
      const role = roleOf(id);
      const made: GridNode = {
        id,
        parents: work.parents.get(id) ?? [],
        role,
        dependsOnPast: node !== undefined && bound.has(id) && dependsOnPast(node),
        transient: node !== undefined && isTransient(id, node),
        passesThrough: node !== undefined && isPassedThrough(node),
        ...(role === 'per-interval' || role === 'first-interval' ? { only: positionsOf(id) } : {}),
      };
      return [id, made];
    }),
  );
}

/**
 * A test of one node is asked for each of its intervals. One that compares several is asked once, at the end: while
 * intervals are in flight one of the nodes may be ahead of another.
 */
function testRole(tested: readonly GridRole[]): GridRole {
  if (tested.includes('once-after')) return 'once-after';
  return tested.filter((role) => role === 'per-interval').length > 1 ? 'once-after' : 'per-interval';
}

function leavesRelation(node: { readonly resourceType: string }): boolean {
  return node.resourceType === 'model' || node.resourceType === 'snapshot';
}
