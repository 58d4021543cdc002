import type { NodeResult } from './node-result.ts';
import { isFailure } from './node-result.ts';
import { toFailure } from './failure.ts';
import { placeInRun, runNode, tellAudited, type Progress } from './run-node.ts';
import type { RunContext } from './run-context.ts';
import { runGraph, type Outcome, type WorkGraph } from './scheduler.ts';
import { reach } from '../graph/dag.ts';
import type { GraphNode } from '../graph/node.ts';
import { invariant } from '../errors/invariant.ts';

/** Work whose pieces are more than nodes: nodes for intervals, and ends of intervals, which are nothing to run. */
export interface Pieces {
  /** The node of a piece; null for one that is nothing to run. */
  nodeIdOf(id: string): string | null;
  /** How the interval that a piece is for is called; null when it is for none. */
  intervalOf(id: string): string | null;
  /** The run that a piece belongs to, made at its turn. Throws ProjectFailure when it cannot be. */
  open(id: string, run: RunContext): Promise<RunContext>;
  /** The run of a piece whose interval has been opened; null for others. */
  openedRun(id: string): RunContext | null;
  /** Told of a piece that is nothing to run when everything before it has ended. */
  ended(id: string): void;
}

/** What is run, how widely, and who is told. */
export interface SelectionRun {
  readonly work: WorkGraph;
  readonly threads: number;
  readonly failFast: boolean;
  /** What the ids of the work stand for; nodes of the run without it. */
  readonly pieces?: Pieces;
  readonly expectedSeconds?: (id: string) => number | undefined;
  /** Told of every result at once, in order of completion. */
  readonly onResult: (result: NodeResult) => void;
}

/** What a thread turns to: a piece of the work, its node, and the pieces that it goes together with. */
interface Turn {
  readonly id: string;
  readonly nodeId: string;
  readonly together: readonly string[];
}

/** Runs the selected nodes in dependency order and gives their results in order of completion. */
export async function runSelection(selection: SelectionRun, run: RunContext): Promise<readonly NodeResult[]> {
  const results: NodeResult[] = [];
  const { pieces } = selection;
  const total = selection.work.ids.filter((id) => nodeIdOf(id, pieces) !== null).length;
  let started = 0;
  const progressOf = (id: string): Progress => ({
    index: started,
    total,
    interval: pieces?.intervalOf(id) ?? null,
  });
  const finish = (result: NodeResult): void => {
    results.push(result);
    selection.onResult(result);
  };

  await runGraph(selection.work, {
    threads: selection.threads,
    ...(selection.expectedSeconds ? { expectedSeconds: selection.expectedSeconds } : {}),
    stopped: () => run.stop.reason !== null,
    groupOf: (id) => groupOf(id, run, pieces),
    goesAlone: (id) => isAskedAlone(id, run, pieces),
    run: async (id, slot, together) => {
      const nodeId = nodeIdOf(id, pieces);
      if (nodeId === null) {
        pieces?.ended(id);
        return 'continue';
      }
      started += 1;
      const turn = { id, nodeId, together };
      const result = await runPiece(turn, slot, progressOf(id), selection, run);
      finish(result);
      if (selection.failFast && stopsEverything(result)) run.stop.reason ??= 'fail-fast';
      return outcomeFor(nodeOf(nodeId, run), result);
    },
    skip: (id, causedBy) => {
      const nodeId = nodeIdOf(id, pieces);
      if (nodeId === null) return;
      started += 1;
      const own = pieces?.openedRun(id) ?? run;
      const progress = progressOf(id);
      const audited = own.audits.resultOf(nodeId);
      if (audited) tellAudited(nodeOf(nodeId, own), audited, progress, own);
      const cause = causedBy === null ? null : nodeIdOf(causedBy, pieces);
      finish(audited ?? skipNode(nodeOf(nodeId, run), cause, progress, run));
    },
  });
  return results;
}

/** Tests that are asked together are a group, those of an interval by themselves; every other node goes alone. */
export function groupOf(id: string, run: RunContext, pieces?: Pieces): string | null {
  const nodeId = nodeIdOf(id, pieces);
  const tested = nodeId === null ? null : run.testBatches.testedWith(nodeOf(nodeId, run));
  return tested === null ? null : `${pieces?.intervalOf(id) ?? ''} ${tested}`;
}

/** Makes a batch of nodes that go together as the first of them is run; not of what an audit has asked already. */
export function formBatch(id: string, together: readonly string[], run: RunContext, pieces?: Pieces): void {
  if (id !== together[0] || together.length < 2) return;
  const nodes = together.flatMap((each) => {
    const nodeId = nodeIdOf(each, pieces);
    if (nodeId === null || run.audits.resultOf(nodeId)) return [];
    // A neighbour may be disabled for the interval.
    return run.env.manifest.nodes.get(nodeId) ?? [];
  });
  run.testBatches.form(nodes);
}

/** A test that is in no batch after all, or that its batch has no answer of, need not wait for its neighbours. */
function isAskedAlone(id: string, run: RunContext, pieces?: Pieces): boolean {
  const own = pieces?.openedRun(id) ?? run;
  const nodeId = nodeIdOf(id, pieces) ?? '';
  return own.testBatches.of(nodeId)?.hasNoAnswer(nodeId) ?? true;
}

function nodeIdOf(id: string, pieces: Pieces | undefined): string | null {
  return pieces ? pieces.nodeIdOf(id) : id;
}

function nodeOf(id: string, run: RunContext): GraphNode {
  const node = run.env.manifest.nodes.get(id);
  invariant(node !== undefined, `node ${id} is not in the manifest`);
  return node;
}

async function runPiece(
  { id, nodeId, together }: Turn,
  slot: number,
  progress: Progress,
  { pieces }: SelectionRun,
  run: RunContext,
): Promise<NodeResult> {
  if (pieces === undefined) {
    formBatch(id, together, run);
    return runNode(nodeOf(nodeId, run), slot, progress, run);
  }
  try {
    const own = await pieces.open(id, run);
    formBatch(id, together, own, pieces);
    return await runNode(nodeOf(nodeId, own), slot, progress, own);
  } catch (thrown) {
    const { error, message } = toFailure(thrown, nodeOf(nodeId, run), run.env.project);
    run.env.events.emit({ kind: 'error', error });
    return { ...skippedResult(nodeId, message), status: 'error', error };
  }
}

/** `on_error: continue` lets children run although their parent failed. */
function outcomeFor(node: GraphNode, result: NodeResult): Outcome {
  if (!isFailure(result.status)) return 'continue';
  return node.config['on_error'] === 'continue' ? 'continue' : 'skip-children';
}

function stopsEverything(result: NodeResult): boolean {
  return isFailure(result.status) && result.status !== 'skipped';
}

function skipNode(node: GraphNode, causedBy: string | null, progress: Progress, run: RunContext): NodeResult {
  const failFast = run.stop.reason === 'fail-fast';
  const between = causedBy === null ? null : ephemeralBetween(node, causedBy, run);
  const message = failFast
    ? 'Skipping due to fail_fast'
    : between !== null
      ? `Compilation Error in ${node.uniqueId}, caused by compilation error in referenced ephemeral model ${between}`
      : null;
  const now = new Date().toISOString();
  run.env.events.emit({
    kind: 'node-finished',
    ...placeInRun(node, progress),
    status: 'skipped',
    message: message ?? reasonToSkip(causedBy, run),
    failures: null,
    rows: null,
    seconds: 0,
    startedAt: now,
    finishedAt: now,
    error: null,
  });
  return skippedResult(node.uniqueId, message, 'relationName' in node ? node.relationName : null);
}

function reasonToSkip(causedBy: string | null, { stop }: RunContext): string {
  if (causedBy !== null) return `because ${causedBy} did not succeed`;
  return stop.reason === 'failed-hook'
    ? 'because a hook of on-run-start failed'
    : 'because the run was stopped';
}

/** The ephemeral model through which a failed node stops this one; `build` names it, as dbt does. */
function ephemeralBetween(node: GraphNode, causedBy: string, run: RunContext): string | null {
  const { manifest, project } = run.env;
  const parents = manifest.parents.get(node.uniqueId) ?? [];
  if (project.flags.which !== 'build' || parents.includes(causedBy)) return null;
  return (
    parents.find(
      (id) =>
        manifest.nodes.get(id)?.config['materialized'] === 'ephemeral' &&
        reach([id], manifest.parents).has(causedBy),
    ) ?? null
  );
}

/** The result of a node that did not run. */
export function skippedResult(
  nodeId: string,
  message: string | null,
  relationName: string | null = null,
): NodeResult {
  return {
    nodeId,
    status: 'skipped',
    message,
    failures: null,
    timing: [],
    threadId: 'main',
    executionTime: 0,
    adapterResponse: {},
    rows: null,
    compiledCode: null,
    relationName,
    batchResults: null,
    error: null,
  };
}
