import type { Flags } from '../config/flags.ts';
import { ProjectFailure } from '../errors/project-error.ts';
import type { SqlNode } from '../graph/node.ts';
import type { IntervalState } from '../intervals/coverage.ts';
import type { Interval } from '../intervals/interval.ts';
import { boundNodes, coverageIn, readIntervals, type NodeIntervals } from './interval-coverage.ts';
import { intervalGrid } from './interval-grid.ts';
import { isMicrobatch, keepsIntervals, type IntervalProject } from './interval-nodes.ts';
import type { OpenContext, OpenedProject } from './open-project.ts';
import { batchesOf, type IntervalRun } from './run-intervals.ts';
import { workGraph } from './work-graph.ts';

/** What is to be built of which nodes, before it is known what is there already. */
export interface IntervalRequest {
  readonly opened: OpenedProject;
  readonly project: IntervalProject;
  /** unique ids of the selected nodes. */
  readonly ids: readonly string[];
  readonly intervals: readonly Interval[];
  readonly like: string;
  readonly maxActive: number;
  readonly context: OpenContext;
  readonly flags: Flags;
  /** Whether an interval of a node that keeps its intervals is to be built, given how it stands and its position. */
  readonly wants: (state: IntervalState, position: number, node: NodeIntervals) => boolean;
}

/** The work on intervals, with what the ledger says of each node that keeps its intervals. */
export interface IntervalPlan {
  readonly run: IntervalRun;
  readonly nodes: readonly SqlNode[];
  readonly states: ReadonlyMap<string, readonly IntervalState[]>;
}

/**
 * Plans nodes × intervals: what the ledger says is there already is left out as `wants` has it. Throws ProjectFailure
 * TX2103 when no selected node is built for intervals.
 */
export async function planIntervals(request: IntervalRequest): Promise<IntervalPlan> {
  const { opened, project, ids, intervals, like, maxActive, context, flags, wants } = request;
  const nodes = boundNodes(opened, project, ids);
  if (nodes.length === 0) throw nothingBound(project);
  const keeping = nodes.filter(keepsIntervals);
  const states = new Map<string, readonly IntervalState[]>();
  const wanted = new Map<string, ReadonlySet<number>>();
  for (const found of await readIntervals(opened, project, keeping, context.events)) {
    const { uniqueId } = found.node;
    const coverage = coverageIn(found, intervals);
    states.set(
      uniqueId,
      coverage.map(({ state }) => state),
    );
    const positions = coverage.flatMap(({ state }, position) =>
      wants(state, position, found) ? [position] : [],
    );
    wanted.set(uniqueId, new Set(withBatches(found.node, positions, request)));
  }
  const work = workGraph(opened.manifest, ids, true);
  const { manifest } = opened;
  const grid = intervalGrid({ manifest, project, work, intervals, maxActive, wanted });
  return { run: { opened, project, grid, intervals, like, context, flags }, nodes, states };
}

/** Positions at which a microbatch model has a batch to build; any position for other nodes. */
function withBatches(
  node: SqlNode,
  positions: readonly number[],
  { opened, intervals }: IntervalRequest,
): readonly number[] {
  if (!isMicrobatch(node)) return positions;
  return positions.filter((position) => {
    const batches = batchesOf(opened, [node.uniqueId], intervals, position).get(node.uniqueId);
    return (batches?.failed.length ?? 0) > 0;
  });
}

function nothingBound({ tx }: IntervalProject): ProjectFailure {
  return new ProjectFailure({
    code: 'TX2103',
    message: `No selected model reads var('${tx.interval.var}'), and none is a microbatch model: there is no interval to build`,
    hint: `Select a model whose SQL reads var('${tx.interval.var}') (tx intervals lists them), or name another variable with interval: {var: …} in tx.yml.`,
  });
}
