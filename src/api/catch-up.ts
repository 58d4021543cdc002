import type { Flags } from '../config/flags.ts';
import { lookupVar } from '../config/vars.ts';
import { ProjectFailure } from '../errors/project-error.ts';
import { intervalsBetween } from '../intervals/boundaries.ts';
import { readInterval } from '../intervals/interval-values.ts';
import { boundNodes, readIntervals } from './interval-coverage.ts';
import { keepsIntervals, requireLedger, type IntervalProject } from './interval-nodes.ts';
import { maxActiveOf } from './max-active.ts';
import type { OpenContext, OpenedProject } from './open-project.ts';
import { planIntervals, type IntervalPlan } from './plan-intervals.ts';

/**
 * The work of a run that catches up: the interval that the variable names, and of each model what is missing before it
 * since its `begin` or its first recorded interval. Throws ProjectFailure TX2102 when no interval is named, TX2103 when
 * no selected model has one.
 */
export async function planCatchUp(
  opened: OpenedProject,
  ids: readonly string[],
  context: OpenContext,
  flags: Flags,
): Promise<IntervalPlan> {
  const project = requireLedger(opened.project, '--catch-up');
  const { value, interval } = namedInterval(project);
  const nodes = boundNodes(opened, project, ids).filter(keepsIntervals);
  const found = await readIntervals(opened, project, nodes, context.events);
  const starts = found.flatMap(({ from }) => (from !== null && from < interval.start ? [from] : []));
  const first = [...starts, interval.start].sort()[0] ?? interval.start;
  const intervals = intervalsBetween(first, interval.end, project.tx.interval);
  return planIntervals({
    opened,
    project,
    ids,
    intervals,
    like: value,
    maxActive: maxActiveOf(flags),
    context,
    flags,
    over: 'what is there',
    wants: (state, position, { from }) => {
      const at = intervals[position];
      if (at === undefined || at.start === interval.start) return true;
      return state === 'missing' && from !== null && at.start >= from;
    },
  });
}

function namedInterval(project: IntervalProject) {
  const { tx, root } = project;
  const value = lookupVar(project, root.name, tx.interval.var);
  if (value === undefined || value === null) {
    throw new ProjectFailure({
      code: 'TX2102',
      message: `--catch-up needs the interval to catch up to, and var '${tx.interval.var}' is not set`,
      hint: `Add --vars ${tx.interval.var}=…, the last ${tx.interval.grain} to build.`,
    });
  }
  return { value: String(value), interval: readInterval(value, tx.interval, tx.interval.var) };
}
