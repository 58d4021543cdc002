import { createRelationCache, type RelationCache } from '../compile/relation-cache.ts';
import { createRunEnvironment, type RunEnvironment } from '../compile/run-environment.ts';
import { ProjectFailure } from '../errors/project-error.ts';
import type { EventBus } from '../events/event-bus.ts';
import { stopOnSignals } from '../execute/cancellation.ts';
import { prepareSchemas } from '../execute/prepare-schemas.ts';
import { openSession } from '../execute/open-session.ts';
import { createTestBatches } from '../compile/test-batch.ts';
import { createRetries } from '../execute/retries.ts';
import { runHooks } from '../execute/run-hooks.ts';
import type { RunContext, RunRecorder, StopSignal } from '../execute/run-context.ts';
import type { NodeResult } from '../execute/node-result.ts';
import { runSelection, type Pieces } from '../execute/run-selection.ts';
import type { Rewrite } from '../execute/run-ledger.ts';
import type { WorkGraph } from '../execute/scheduler.ts';
import type { OperationNode } from '../graph/node.ts';
import { isTest } from '../graph/node-kinds.ts';
import { runFingerprintOf } from '../ledger/run-fingerprint.ts';
import { hashOfValuesRead } from './changed-only/values-read.ts';
import { ledgerOfRun } from './ledger-of-project.ts';
import { hookVariables } from './hook-variables.ts';
import type { OpenedProject } from './open-project.ts';
import { auditsOf } from './audits-of-run.ts';
import type { Reload } from './reload/create-reload.ts';
import { runIdOf } from './run-id.ts';
import { accountedFor, locksOf } from './accounted-for.ts';
import { deferredManifest } from './deferred-manifest.ts';
import { poolOf } from './pool-of-project.ts';

/** What a run gave. */
export interface RunOutcome {
  /** Results of hooks and nodes, in order of completion. */
  readonly results: readonly NodeResult[];
  /** Seconds from the first connection to the last result. */
  readonly seconds: number;
  readonly interrupted: boolean;
}

/** What a run needs: the opened project, the work, and who is told of it. */
export interface RunRequest {
  readonly opened: OpenedProject;
  readonly work: WorkGraph;
  readonly events: EventBus;
  readonly recorder: RunRecorder;
  readonly expectedSeconds?: (id: string) => number | undefined;
  readonly batchesToRetry?: RunContext['batchesToRetry'];
  /** Where the work is nodes for several intervals: what its ids stand for, and which nodes those are. */
  readonly pieces?: Pieces & { readonly nodeIds: readonly string[] };
  /** What the ledger is to keep of why this run rewrites what was there. */
  readonly rewrite?: Rewrite;
  /** Where models are rebuilt beside what they hold, and take its place at the end. */
  readonly reload?: Pick<Reload, 'divert' | 'finish'>;
  /** Told of every result at once. */
  readonly onResult: (result: NodeResult) => void;
}

/** The environment of one invocation over an opened project. */
export function environmentOf(
  opened: OpenedProject,
  events: EventBus,
  selected: readonly string[],
  relations: RelationCache = createRelationCache(opened.project.profile.adapter.introspector),
): RunEnvironment {
  const { project, manifest, macros } = opened;
  return createRunEnvironment({
    project,
    manifest,
    macros,
    relations,
    events,
    selected,
    deferTo: deferredManifest(project.flags, project.root.root),
  });
}

/** Runs the work: schemas, on-run-start, nodes, on-run-end. Throws OperationalError when the warehouse cannot be opened. */
export async function runProject(request: RunRequest): Promise<RunOutcome> {
  const { opened, events } = request;
  const nodeIds = nodeIdsOf(request);
  const start = performance.now();
  const pool = poolOf(opened.project, events);
  const stop: StopSignal = { reason: null };
  const env = environmentOf(opened, events, nodeIds);
  const runId = runIdOf(opened.project);
  const own = ledgerOfRun(opened.project, runId, nodeIds, () => hashOfValuesRead(opened), request.rewrite);
  const ledger = request.reload ? request.reload.divert(own) : own;
  const base = { env, pool, stop, runId };
  const run: RunContext = {
    ...base,
    recorder: request.recorder,
    ledger,
    locks: locksOf(base, ledger),
    audits: auditsOf(opened, nodeIds),
    testBatches: createTestBatches(env),
    retries: opened.project.tx === null ? null : createRetries(opened.project.tx.retries),
    batchesToRetry: request.batchesToRetry ?? new Map(),
  };
  const unwatch = stopOnSignals(stop, pool, () =>
    events.emit({
      kind: 'message',
      level: 'warn',
      name: 'Interrupted',
      text: 'Interrupted: cancelling what runs, rolling back, writing results.',
    }),
  );
  try {
    const results = await accountedFor(nodeIds, run, () => runAll(request, run));
    return { results, seconds: (performance.now() - start) / 1000, interrupted: stop.reason === 'interrupt' };
  } finally {
    unwatch();
    await pool.close().finally(() => request.recorder.finish());
  }
}

/** A test changes no relation, whose record would tell what it was made from. */
function testFingerprint(id: string, { manifest }: OpenedProject): string | null {
  const node = manifest.nodes.get(id);
  return node !== undefined && isTest(node) ? runFingerprintOf(manifest, id) : null;
}

/** unique ids of the nodes that the work is of. */
function nodeIdsOf({ work, pieces }: RunRequest): readonly string[] {
  return pieces ? pieces.nodeIds : work.ids;
}

async function runAll(request: RunRequest, run: RunContext): Promise<readonly NodeResult[]> {
  const { opened, work, events } = request;
  const { project } = opened;
  const results: NodeResult[] = [];
  const note = (result: NodeResult): void => {
    run.ledger?.note(result, testFingerprint(result.nodeId, opened));
    results.push(result);
    request.onResult(result);
  };
  const nodeIds = nodeIdsOf(request);
  await prepareSchemas(nodeIds, openSession(null, 0, run), run);
  const before = await runHooks(hooksOf(opened, 'on-run-start'), new Map(), run);
  before.forEach(note);
  if (before.some((result) => result.status === 'error')) run.stop.reason ??= 'failed-hook';
  events.emit({
    kind: 'run-started',
    nodes: nodeIds.length,
    threads: project.profile.threads,
    target: project.profile.targetName,
  });
  const nodeResults = await runSelection(
    {
      work,
      threads: project.profile.threads,
      failFast: project.flags.failFast,
      ...(request.pieces ? { pieces: request.pieces } : {}),
      ...(request.expectedSeconds ? { expectedSeconds: request.expectedSeconds } : {}),
      onResult: note,
    },
    run,
  );
  await request.reload?.finish(run, nodeResults);
  if (run.stop.reason === 'interrupt') return results;
  // As in dbt: after a failed hook of the start, those of the end see no results.
  const seen = run.stop.reason === 'failed-hook' ? [] : nodeResults;
  const after = await runHooks(
    hooksOf(opened, 'on-run-end'),
    hookVariables(seen, opened, run.recorder.kept),
    run,
  );
  after.forEach(note);
  return results;
}

/** Hooks of a stage, the packages' in order of names, the root's after (start) or before (end) as dbt has them. */
function hooksOf(
  { manifest, project }: OpenedProject,
  stage: 'on-run-start' | 'on-run-end',
): readonly OperationNode[] {
  const hooks = [...manifest.nodes.values()].filter(
    (node): node is OperationNode => node.resourceType === 'operation' && node.tags.includes(stage),
  );
  const packages = [...project.packages.keys()];
  const rank = (node: OperationNode): number => packages.indexOf(node.packageName);
  return hooks.sort((a, b) => rank(a) - rank(b) || (a.index ?? 0) - (b.index ?? 0));
}

/** Throws when a command that needs a selection by name got none. */
export function requireNodes(ids: readonly string[], command: string): void {
  if (ids.length > 0) return;
  throw new ProjectFailure({
    code: 'TX5002',
    message: `tx ${command} found nothing to work on`,
    hint: 'Name nodes with --select; tx ls shows what there is.',
  });
}
