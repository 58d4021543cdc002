import type { EventBus } from '../events/event-bus.ts';
import type { SqlNode } from '../graph/node.ts';
import { intervalsBetween } from '../intervals/boundaries.ts';
import { coverageOf, segmentsOf, type IntervalCoverage, type Segment } from '../intervals/coverage.ts';
import type { Interval } from '../intervals/interval.ts';
import { fingerprintOf } from '../ledger/fingerprint.ts';
import { listIntervals } from '../ledger/interval-records.ts';
import { beginOf, isIntervalBound, type IntervalProject } from './interval-nodes.ts';
import type { OpenedProject } from './open-project.ts';
import { readLedger } from './read-ledger.ts';

/** What the ledger says of the intervals of a node. */
export interface NodeIntervals {
  readonly node: SqlNode;
  /** Start of the first interval it should have: its `begin`, else the first one recorded; null without either. */
  readonly from: string | null;
  /** End of the last interval recorded; null when none is. */
  readonly until: string | null;
  readonly segments: readonly Segment[];
  /** Of the code as it is now. */
  readonly fingerprint: string;
}

/** Nodes among `ids` that are built for intervals and leave a relation. */
export function boundNodes(
  { manifest }: OpenedProject,
  project: IntervalProject,
  ids: readonly string[],
): readonly SqlNode[] {
  return ids.flatMap((id) => {
    const node = manifest.nodes.get(id);
    if (node === undefined || !isIntervalBound(node, manifest, project)) return [];
    return node.resourceType !== 'test' && node.relationName !== null ? [node] : [];
  });
}

/** What the ledger says of the intervals of these nodes, in their order. Throws ProjectFailure and OperationalError. */
export async function readIntervals(
  opened: OpenedProject,
  project: IntervalProject,
  nodes: readonly SqlNode[],
  events: EventBus,
): Promise<readonly NodeIntervals[]> {
  const names = nodes.flatMap(({ relationName }) => relationName ?? []);
  const records = await readLedger(project, events, [], (target, session) =>
    listIntervals(target, session, names),
  );
  return nodes.map((node) => {
    const segments = segmentsOf(records.filter((record) => record.relation === node.relationName));
    return {
      node,
      from: beginOf(node, project) ?? segments[0]?.start ?? null,
      until: segments.at(-1)?.end ?? null,
      segments,
      fingerprint: fingerprintOf(opened.manifest, node.uniqueId),
    };
  });
}

/** How the intervals of a node stand, from its first one until an instant; none for a node that has not begun. */
export function coverageUntil(
  { from, segments, fingerprint }: NodeIntervals,
  until: string | null,
  { tx }: IntervalProject,
): readonly IntervalCoverage[] {
  if (from === null || until === null) return [];
  return coverageOf(segments, intervalsBetween(from, until, tx.interval), fingerprint);
}

/** How these intervals of a node stand. */
export function coverageIn(
  { segments, fingerprint }: NodeIntervals,
  intervals: readonly Interval[],
): readonly IntervalCoverage[] {
  return coverageOf(segments, intervals, fingerprint);
}
