import type { Flags } from '../config/flags.ts';
import { ProjectFailure, type ProjectError } from '../errors/project-error.ts';
import type { WorkGraph } from '../execute/scheduler.ts';
import type { SqlNode } from '../graph/node.ts';
import type { IntervalState } from '../intervals/coverage.ts';
import type { Interval } from '../intervals/interval.ts';
import { boundNodes, coverageIn, readIntervals, type NodeIntervals } from './interval-coverage.ts';
import { intervalGrid } from './interval-grid.ts';
import { isMicrobatch, keepsIntervals, type IntervalProject } from './interval-nodes.ts';
import type { OpenContext, OpenedProject } from './open-project.ts';
import { intervalsThatFollow, type AskedIntervals } from './intervals-to-build.ts';
import { reportWarnings } from './report-warnings.ts';
import { batchesOf, type IntervalRun } from './run-intervals.ts';
import { outdatedBehind, refuseUnsafe, unsafeIntervals } from './unsafe-intervals.ts';
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
  /**
   * What intervals are built over: `nothing` where relations are rebuilt beside what they hold; `what is recorded` by a
   * backfill, for which the order of the ledger's rows counts as well; `what is there` where only gaps do.
   */
  readonly over: 'nothing' | 'what is recorded' | 'what is there';
}

/** The work on intervals, with what the ledger says of each node that keeps its intervals. */
export interface IntervalPlan {
  readonly run: IntervalRun;
  readonly nodes: readonly SqlNode[];
  readonly states: ReadonlyMap<string, readonly IntervalState[]>;
}

/**
 * Plans nodes × intervals: what the ledger says is there already is left out as `wants` has it. Throws ProjectFailure
 * TX2103 when no selected node is built for intervals, TX2111 and TX2112 where
 * what was asked for would spoil what is there.
 */
export async function planIntervals(request: IntervalRequest): Promise<IntervalPlan> {
  const { opened, project, ids, intervals, like, maxActive, context, flags, wants } = request;
  const nodes = boundNodes(opened, project, ids);
  if (nodes.length === 0) throw nothingBound(project);
  const keeping = nodes.filter(keepsIntervals);
  const asked = new Map<string, AskedIntervals>();
  for (const found of await readIntervals(opened, project, keeping, context.events)) {
    const coverage = coverageIn(found, intervals);
    const positions = coverage.flatMap(({ state }, position) =>
      wants(state, position, found) ? [position] : [],
    );
    asked.set(found.node.uniqueId, { found, coverage, asked: new Set(positions) });
  }
  const { manifest } = opened;
  const work = workGraph(manifest, ids, true);
  const wanted = wantedOf(asked, work, request);
  const grid = intervalGrid({ manifest, project, work, intervals, maxActive, wanted });
  const states = new Map(
    [...asked].map(([id, { coverage }]) => [id, coverage.map(({ state }) => state)] as const),
  );
  return { run: { opened, project, grid, intervals, like, context, flags }, nodes, states };
}

/**
 * Positions to be built of each node: those asked for, and those that follow from them. What would spoil rows that are
 * there is left out, with a warning; a backfill, which was told what to build, refuses what was asked for.
 */
function wantedOf(
  nodes: ReadonlyMap<string, AskedIntervals>,
  work: WorkGraph,
  request: IntervalRequest,
): ReadonlyMap<string, ReadonlySet<number>> {
  const { intervals, project, over, flags, context } = request;
  const batched = ({ found }: AskedIntervals, positions: readonly number[]): ReadonlySet<number> =>
    new Set(withBatches(found.node, positions, request));
  if (over === 'nothing')
    return new Map([...nodes].map(([id, node]) => [id, batched(node, [...node.asked])]));
  const guards = new Map([...nodes].map(([id, node]) => [id, unsafeIntervals(node, intervals, project)]));
  if (over === 'what is recorded') refuseUnsafe(nodes, guards);
  const following = intervalsThatFollow(nodes, work, over === 'what is recorded');
  const warnings: ProjectError[] = [];
  const wanted = new Map<string, ReadonlySet<number>>();
  for (const [id, node] of nodes) {
    const unsafe = guards.get(id) ?? (() => null);
    const positions = [...node.asked, ...(following.get(id) ?? [])].sort((a, b) => a - b);
    const built = batched(
      node,
      positions.filter((position) => unsafe(position) === null),
    );
    const left = positions.map(unsafe).find((error) => error !== null);
    warnings.push(...[left ?? [], outdatedBehind(node, built, intervals, project) ?? []].flat());
    wanted.set(id, built);
  }
  const failing = reportWarnings(warnings, flags, context.events, 'IntervalWarning');
  if (failing.length > 0) throw new ProjectFailure(failing);
  return wanted;
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
