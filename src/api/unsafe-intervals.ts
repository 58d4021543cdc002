import { ProjectFailure, type ProjectError } from '../errors/project-error.ts';
import { readsNewest } from '../graph/variables-read.ts';
import type { SqlNode } from '../graph/node.ts';
import { intervalValue } from '../intervals/interval-values.ts';
import type { Interval } from '../intervals/interval.ts';
import { appendsRows } from '../materializations/strategy-of.ts';
import { isAllowed } from '../validate/allowances.ts';
import type { AskedIntervals } from './intervals-to-build.ts';
import { dependsOnPast, type IntervalProject } from './interval-nodes.ts';

/** Why an interval of a node cannot be built over what its relation holds; null where it can. */
export type UnsafeInterval = (position: number) => ProjectError | null;

/**
 * Tells which intervals of a node building would spoil: those whose rows an appending model holds already (TX2111), and
 * those before what a model holds that takes only what is newer than that (TX2112). A comment that allows the code lets
 * them through.
 */
export function unsafeIntervals(
  { found, coverage }: AskedIntervals,
  intervals: readonly Interval[],
  project: IntervalProject,
): UnsafeInterval {
  const { node, until } = found;
  if (node.resourceType !== 'model') return () => null;
  const name = (position: number): string =>
    intervalValue(intervals[position] as Interval, project.tx.interval);
  const newerOnly = dependsOnPast(node) && readsNewest(node);
  const appends = !newerOnly && appendsRows(node.config, project.profile.adapter.incrementalStrategies);
  const errorAt = (position: number): ProjectError | null => {
    const isBefore = until !== null && (intervals[position] as Interval).end < until;
    if (newerOnly && isBefore) return passedOver(node, name(position));
    return appends && coverage[position]?.state !== 'missing' ? doubled(node, name(position)) : null;
  };
  return (position) => {
    const error = errorAt(position);
    return error !== null && isAllowed(error, node) ? null : error;
  };
}

/** Refuses positions that were asked for. Throws ProjectFailure with the first one of each node. */
export function refuseUnsafe(
  nodes: ReadonlyMap<string, AskedIntervals>,
  guards: ReadonlyMap<string, UnsafeInterval>,
): void {
  const errors = [...nodes].flatMap(([id, { asked }]) => {
    const positions = [...asked].sort((a, b) => a - b);
    return (
      positions.map((position) => guards.get(id)?.(position) ?? null).find((error) => error !== null) ?? []
    );
  });
  if (errors.length > 0) throw new ProjectFailure(errors);
}

/** What a node holds behind the window was built on what the window replaces; null where nothing is. */
export function outdatedBehind(
  { found }: AskedIntervals,
  built: ReadonlySet<number>,
  intervals: readonly Interval[],
  { tx }: IntervalProject,
): ProjectError | null {
  const { node, until } = found;
  const last = intervals.length - 1;
  const end = (intervals[last] as Interval).end;
  if (!built.has(last) || until === null || until <= end || !dependsOnPast(node)) return null;
  const at = (interval: Interval): string => intervalValue(interval, tx.interval);
  const held = { start: new Date(Date.parse(until) - 1).toISOString(), end: until };
  return {
    code: 'TX2113',
    message: `${node.name} builds an interval on the one before: what it holds after ${at(intervals[last] as Interval)} was built on what is now replaced`,
    hint: `Build on until ${at(held)} (--end-date), or say meta: {tx: {depends_on_past: false}} where an interval needs none before it.`,
    location: { file: node.originalFilePath },
    nodeId: node.uniqueId,
  };
}

function doubled(node: SqlNode, interval: string): ProjectError {
  return {
    code: 'TX2111',
    message: `${node.name} appends, and holds ${interval} already: building it again would add its rows once more`,
    hint: `Leave the model out (--exclude ${node.name}), build it anew as a whole (tx backfill --full-reload), or set unique_key with merge or delete+insert.`,
    location: { file: node.originalFilePath },
    nodeId: node.uniqueId,
  };
}

function passedOver(node: SqlNode, interval: string): ProjectError {
  return {
    code: 'TX2112',
    message: `${node.name} takes only rows newer than those it holds, which reach beyond ${interval}: building it now would add nothing`,
    hint: `Build it anew as a whole (tx backfill --full-reload), leave it out (--exclude ${node.name}), or bound it by the interval's variable in the place of max(…) of {{ this }}.`,
    location: { file: node.originalFilePath },
    nodeId: node.uniqueId,
  };
}
