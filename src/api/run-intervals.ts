import { createTestBatches } from '../compile/test-batch.ts';
import type { RelationCache } from '../compile/relation-cache.ts';
import type { Flags } from '../config/flags.ts';
import { ProjectFailure } from '../errors/project-error.ts';
import { createEventBus, type EventBus } from '../events/event-bus.ts';
import type { BatchResults } from '../execute/node-result.ts';
import type { RunContext } from '../execute/run-context.ts';
import type { Pieces } from '../execute/run-selection.ts';
import type { WorkGraph } from '../execute/scheduler.ts';
import { reverseEdges } from '../graph/dag.ts';
import type { BackfillGrid } from '../intervals/backfill-grid.ts';
import { intervalValue } from '../intervals/interval-values.ts';
import type { Interval } from '../intervals/interval.ts';
import { microbatches } from '../materializations/microbatch-windows.ts';
import { auditsOf } from './audits-of-run.ts';
import { isMicrobatch, type IntervalProject } from './interval-nodes.ts';
import { openUnderVars, type OpenContext, type OpenedProject } from './open-project.ts';
import { environmentOf } from './run-project.ts';

/** Nodes for intervals, as a run takes them. */
export interface IntervalRun {
  readonly opened: OpenedProject;
  readonly project: IntervalProject;
  readonly grid: BackfillGrid;
  readonly intervals: readonly Interval[];
  /** A value of the interval's variable as it was given: others are written as short. */
  readonly like: string;
  readonly context: OpenContext;
  readonly flags: Flags;
  /** What is done to the project that was opened for an interval. */
  readonly prepare?: (opened: OpenedProject) => OpenedProject;
}

/** The grid as a graph of work. */
export function gridWork({ ids, parents, after }: BackfillGrid): WorkGraph {
  return { ids, parents, after, children: reverseEdges(parents) };
}

/** unique ids of the nodes of a grid, each once. */
function gridNodeIds({ cells }: BackfillGrid): readonly string[] {
  return [...new Set([...cells.values()].flatMap(({ nodeId }) => nodeId ?? []))];
}

/** unique ids of the nodes that a grid builds or tests for an interval. */
function nodeIdsAt({ cells }: BackfillGrid, position: number): readonly string[] {
  return [...cells.values()].flatMap((cell) => (cell.position === position ? (cell.nodeId ?? []) : []));
}

/**
 * What the cells of a grid stand for. The project is opened for each interval, with its value in the place of
 * `--vars`, when the first cell of the interval has its turn, and let go of when the last one has ended: configs, refs
 * and SQL are what `tx build` would have for that interval.
 */
export function intervalPieces(run: IntervalRun): Pieces & { readonly nodeIds: readonly string[] } {
  const { grid, project, intervals, like } = run;
  const openings = new Map<number, Promise<RunContext>>();
  const opened = new Map<number, RunContext>();
  const contextOf = (position: number, base: RunContext): Promise<RunContext> => {
    const known = openings.get(position);
    if (known) return known;
    const opening = openInterval(run, position, base).then((own) => {
      opened.set(position, own);
      return own;
    });
    openings.set(position, opening);
    return opening;
  };
  return {
    nodeIds: gridNodeIds(grid),
    nodeIdOf: (id) => grid.cells.get(id)?.nodeId ?? null,
    intervalOf(id) {
      const position = grid.cells.get(id)?.position ?? null;
      return position === null
        ? null
        : intervalValue(intervals[position] as Interval, project.tx.interval, like);
    },
    async open(id, base) {
      const { nodeId = null, position = null } = grid.cells.get(id) ?? {};
      if (position === null) return base;
      const own = await contextOf(position, base);
      refuseOtherReferences(nodeId ?? id, base, own);
      return own;
    },
    openedRun(id) {
      const position = grid.cells.get(id)?.position ?? null;
      return position === null ? null : (opened.get(position) ?? null);
    },
    ended(id) {
      const position = grid.cells.get(id)?.position ?? null;
      if (position === null) return;
      openings.delete(position);
      opened.delete(position);
    },
  };
}

async function openInterval(run: IntervalRun, position: number, base: RunContext): Promise<RunContext> {
  const { grid, intervals } = run;
  const opened = await openForInterval(run, position);
  const batchesToRetry = batchesOf(opened, gridNodeIds(grid), intervals, position);
  const env = intervalEnvironment(opened, run, base.env.relations, base.env.events);
  const ids = nodeIdsAt(grid, position);
  return {
    ...base,
    env,
    testBatches: createTestBatches(env),
    // Tests of one interval run before it is published; those that compare nodes run once, after all of them.
    audits: auditsOf(opened, ids),
    batchesToRetry,
  };
}

/** The environment of an interval, which knows of relations what the whole run knows. */
function intervalEnvironment(
  opened: OpenedProject,
  { grid }: IntervalRun,
  relations: RelationCache,
  events: EventBus,
) {
  return environmentOf(opened, events, gridNodeIds(grid), relations);
}

/** The project as a build for the interval opens it; what it warns of was said when the run began. */
async function openForInterval(run: IntervalRun, position: number): Promise<OpenedProject> {
  const { project, intervals, like, context, flags } = run;
  const { tx } = project;
  const value = intervalValue(intervals[position] as Interval, tx.interval, like);
  const vars = { ...flags.vars, [tx.interval.var]: value };
  const quiet = { ...context, events: createEventBus() };
  const opened = await openUnderVars(run.opened, { ...flags, which: 'build', vars }, quiet);
  return run.prepare ? run.prepare(opened) : opened;
}

/**
 * The microbatches of an interval: those that it overlaps, the first time, and those that start in it afterwards, so that
 * one that is longer than an interval is built once.
 */
export function batchesOf(
  { manifest }: OpenedProject,
  ids: readonly string[],
  intervals: readonly Interval[],
  position: number,
): ReadonlyMap<string, BatchResults> {
  const interval = intervals[position] as Interval;
  const first = intervals[0] as Interval;
  return new Map(
    ids.flatMap((id) => {
      const node = manifest.nodes.get(id);
      if (node === undefined || !isMicrobatch(node)) return [];
      const windows = microbatches({
        config: node.config,
        eventTimeStart: interval.start,
        eventTimeEnd: interval.end,
        now: new Date(interval.end),
        firstRun: false,
      }).filter(({ start }) => interval === first || Date.parse(start) >= Date.parse(interval.start));
      const failed = windows.map(({ start, end }) => [start, end] as const);
      return [[id, { successful: [], failed }]];
    }),
  );
}

/** The order of work was made from the references of one interval: another must not have more. */
function refuseOtherReferences(nodeId: string, base: RunContext, own: RunContext): void {
  const known = new Set(base.env.manifest.parents.get(nodeId) ?? []);
  const added = (own.env.manifest.parents.get(nodeId) ?? []).filter((id) => !known.has(id));
  if (own.env.manifest.nodes.has(nodeId) && added.length === 0) return;
  const what = added.length === 0 ? 'is disabled' : `also reads ${added.join(', ')}`;
  throw new ProjectFailure({
    code: 'TX2106',
    message: `${nodeId} ${what} in some of the intervals, so that their order cannot be told`,
    hint: 'Add -- depends_on: {{ ref(…) }} to the model for every reference, or run the intervals on their own.',
    nodeId,
  });
}
