import type { SqlNode } from '../../graph/node.ts';
import type { Interval } from '../../intervals/interval.ts';
import type { OpenedProject } from '../open-project.ts';
import { batchesOf } from '../run-intervals.ts';

/** What building a window covers of a node: it, and all of the microbatches that it touches, however long they are. */
export function builtSpan({ uniqueId }: SqlNode, opened: OpenedProject, window: Interval): Interval {
  const batches = batchesOf(opened, [uniqueId], [window], 0).get(uniqueId)?.failed ?? [];
  const instants = [window.start, window.end, ...batches.flat()].map((bound) => Date.parse(bound));
  const at = (instant: number): string => new Date(instant).toISOString();
  return { start: at(Math.min(...instants)), end: at(Math.max(...instants)) };
}
