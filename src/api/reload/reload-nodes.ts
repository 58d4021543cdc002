import { reach } from '../../graph/dag.ts';
import type { OpenedProject } from '../open-project.ts';
import { isIntervalBound, keepsIntervals, type IntervalProject } from '../interval-nodes.ts';
import { workGraph } from '../work-graph.ts';

/** What of a selection a full reload builds when. */
export interface ReloadParts {
  /** Built under the names of stages, an interval after the other: models bound to intervals and what is between them. */
  readonly staged: ReadonlySet<string>;
  /** Of those the models that keep their intervals: their stages take their place at the end. */
  readonly reloaded: ReadonlySet<string>;
  /** Everything of the first run: what is staged, what that is made from, and the tests of these. */
  readonly first: readonly string[];
  /** Built once, when the stages have taken their place: what reads them, and what replaces itself whole. */
  readonly second: readonly string[];
}

/** Divides the selected nodes. */
export function reloadParts(
  { manifest }: OpenedProject,
  project: IntervalProject,
  ids: readonly string[],
): ReloadParts {
  const work = workGraph(manifest, ids, false);
  const isModel = (id: string): boolean => manifest.nodes.get(id)?.resourceType === 'model';
  const bound = ids.filter((id) => {
    const node = manifest.nodes.get(id);
    return node !== undefined && isModel(id) && isIntervalBound(node, manifest, project);
  });
  const behind = reach(bound, work.children);
  const before = reach(bound, work.parents);
  const between = ids.filter((id) => isModel(id) && behind.has(id) && before.has(id));
  const staged = new Set([...bound, ...between]);
  const reloaded = new Set(
    bound.filter((id) => {
      const node = manifest.nodes.get(id);
      return node !== undefined && keepsIntervals(node);
    }),
  );
  const late = new Set(ids.filter((id) => behind.has(id) && !staged.has(id) && !isTest(id)));
  const readsLate = (id: string): boolean => (work.parents.get(id) ?? []).some((parent) => late.has(parent));
  const first = ids.filter((id) => !late.has(id) && !(isTest(id) && readsLate(id)));
  const once = new Set([...late, ...[...staged].filter((id) => !reloaded.has(id))]);
  const second = ids.filter(
    (id) => once.has(id) || (isTest(id) && (work.parents.get(id) ?? []).some((parent) => once.has(parent))),
  );
  return { staged, reloaded, first, second };
}

function isTest(id: string): boolean {
  return id.startsWith('test.') || id.startsWith('unit_test.');
}
