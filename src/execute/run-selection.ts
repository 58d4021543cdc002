import type { NodeResult } from './node-result.ts';
import { isFailure } from './node-result.ts';
import { nodeInfo, describeNode } from './node-info.ts';
import { runNode, tellAudited, type Progress } from './run-node.ts';
import type { RunContext } from './run-context.ts';
import { runGraph, type Outcome, type WorkGraph } from './scheduler.ts';
import { reach } from '../graph/dag.ts';
import type { GraphNode } from '../graph/node.ts';
import { invariant } from '../errors/invariant.ts';

/** Kinds whose failure does not stop what is downstream of them in a `run` or `test`: they have nothing downstream. */
export interface SelectionRun {
  readonly work: WorkGraph;
  readonly threads: number;
  readonly failFast: boolean;
  readonly expectedSeconds?: (id: string) => number | undefined;
  /** Told of every result at once, in order of completion. */
  readonly onResult: (result: NodeResult) => void;
}

/** Runs the selected nodes in dependency order and gives their results in order of completion. */
export async function runSelection(selection: SelectionRun, run: RunContext): Promise<readonly NodeResult[]> {
  const results: NodeResult[] = [];
  const total = selection.work.ids.length;
  let started = 0;
  const nodeOf = (id: string): GraphNode => {
    const node = run.env.manifest.nodes.get(id);
    invariant(node !== undefined, `node ${id} is not in the manifest`);
    return node;
  };
  const finish = (result: NodeResult): void => {
    results.push(result);
    selection.onResult(result);
  };

  await runGraph(selection.work, {
    threads: selection.threads,
    ...(selection.expectedSeconds ? { expectedSeconds: selection.expectedSeconds } : {}),
    stopped: () => run.stop.reason !== null,
    run: async (id, slot) => {
      started += 1;
      const node = nodeOf(id);
      const result = await runNode(node, slot, { index: started, total }, run);
      finish(result);
      if (selection.failFast && stopsEverything(result)) run.stop.reason ??= 'fail-fast';
      return outcomeFor(node, result);
    },
    skip: (id, causedBy) => {
      started += 1;
      const progress = { index: started, total };
      const audited = run.audits.resultOf(id);
      if (audited) tellAudited(nodeOf(id), audited, progress, run);
      finish(audited ?? skipNode(nodeOf(id), causedBy, progress, run));
    },
  });
  return results;
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
    node: nodeInfo(node),
    ...progress,
    description: describeNode(node),
    status: 'skipped',
    message: message ?? (causedBy ? `because ${causedBy} did not succeed` : 'because the run was stopped'),
    failures: null,
    rows: null,
    seconds: 0,
    startedAt: now,
    finishedAt: now,
    error: null,
  });
  return skippedResult(node.uniqueId, message, 'relationName' in node ? node.relationName : null);
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
