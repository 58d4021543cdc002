import type { WorkGraph } from '../execute/scheduler.ts';
import type { IntervalCoverage } from '../intervals/coverage.ts';
import type { NodeIntervals } from './interval-coverage.ts';
import { dependsOnPast } from './interval-nodes.ts';

/** How the intervals of a window stand for a node that keeps them, and the positions that were asked for. */
export interface AskedIntervals {
  readonly found: NodeIntervals;
  readonly coverage: readonly IntervalCoverage[];
  readonly asked: ReadonlySet<number>;
}

/**
 * Positions of covered intervals to be built by unique id, beside those asked for, since what they were made from is made
 * anew: the same interval of a parent, or the one before where the node depends on its past. With `byRecords` also those
 * that the ledger knows to be older than what they were made from, as a run that was stopped leaves them.
 */
export function intervalsThatFollow(
  nodes: ReadonlyMap<string, AskedIntervals>,
  work: WorkGraph,
  byRecords: boolean,
): ReadonlyMap<string, ReadonlySet<number>> {
  const following = new Map<string, Set<number>>();
  const isBuilt = (id: string, position: number): boolean =>
    nodes.get(id)?.asked.has(position) === true || following.get(id)?.has(position) === true;
  const coverageAt = (id: string, position: number): IntervalCoverage | undefined =>
    nodes.get(id)?.coverage[position];
  const visit = (id: string): void => {
    const own = nodes.get(id);
    if (own === undefined || following.has(id)) return;
    const found = new Set<number>();
    following.set(id, found);
    const parents = [...nearestAmong(nodes, id, work)];
    for (const parent of parents) visit(parent);
    const chained = dependsOnPast(own.found.node);
    own.coverage.forEach((at, position) => {
      if (at.state === 'missing' || own.asked.has(position)) return;
      const sources = parents.map((parent) => [parent, position] as const);
      const origins = chained ? [...sources, [id, position - 1] as const] : sources;
      const follows = origins.some(
        ([origin, where]) => isBuilt(origin, where) || (byRecords && isOlder(at, coverageAt(origin, where))),
      );
      if (follows) found.add(position);
    });
  };
  for (const id of nodes.keys()) visit(id);
  return following;
}

/** The nodes of `nodes` that a node reads, directly or through others that keep no intervals. */
function nearestAmong(nodes: ReadonlyMap<string, unknown>, id: string, work: WorkGraph): ReadonlySet<string> {
  const found = new Set<string>();
  const seen = new Set<string>();
  const pending = [...(work.parents.get(id) ?? [])];
  for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
    if (seen.has(at)) continue;
    seen.add(at);
    if (nodes.has(at)) found.add(at);
    else pending.push(...(work.parents.get(at) ?? []));
  }
  return found;
}

/** Whether a part of an interval was built before a part of what it is made from. */
function isOlder({ segments }: IntervalCoverage, origin: IntervalCoverage | undefined): boolean {
  const [oldest] = segments.map(({ recordedAt }) => recordedAt).sort();
  const newest = (origin?.segments ?? [])
    .map(({ recordedAt }) => recordedAt)
    .sort()
    .at(-1);
  return oldest !== undefined && newest !== undefined && oldest < newest;
}
