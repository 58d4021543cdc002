import { existsSync } from 'node:fs';
import path from 'node:path';
import { openProject } from '../../api/open-project.ts';
import { checkInterval } from '../../api/check-interval.ts';
import { planCatchUp } from '../../api/catch-up.ts';
import { printDryRun, printIntervalsDryRun } from '../../api/dry-run.ts';
import { gridWork, intervalPieces, type IntervalRun } from '../../api/run-intervals.ts';
import type { Rewrite } from '../../execute/run-ledger.ts';
import { runProject } from '../../api/run-project.ts';
import { select } from '../../api/select-nodes.ts';
import { workGraph } from '../../api/work-graph.ts';
import type { Reload } from '../../api/reload/create-reload.ts';
import { expectedSeconds } from '../../api/expected-seconds.ts';
import { keepingManifest, writeRunResults } from '../../api/write-artifacts.ts';
import { fileRecorder, sqlFile } from '../../artifacts/run-files.ts';
import type { RunSummary } from '../../events/event.ts';
import type { EventBus } from '../../events/event-bus.ts';
import { withoutUnchanged, type ChangedOnly } from '../../api/changed-only/without-unchanged.ts';
import { isFailure, type NodeResult } from '../../execute/node-result.ts';
import { nodeInfo } from '../../execute/node-info.ts';
import type { KeptSql, RunContext } from '../../execute/run-context.ts';
import type { OpenedProject } from '../../api/open-project.ts';
import type { WorkGraph } from '../../execute/scheduler.ts';
import type { Flags } from '../../config/flags.ts';
import type { CommandContext, CommandRunner, ExitCode } from '../command.ts';
import { checkRunFlags } from '../check-run-flags.ts';
import { showSeeds } from '../show-seeds.ts';
import { plural } from '../../util/plural.ts';
import { headsOf } from '../../graph/node-head.ts';

/** The runner of `build`, `run`, `test`, `seed`, `snapshot` and `clone`: the kinds of nodes are what sets them apart. */
export const runNodesCommand: CommandRunner = async (context, flags) => {
  checkRunFlags(flags);
  const opened = await openProject(flags, context);
  const ids = (): readonly string[] => {
    const selected = withoutEphemeral(select(opened, context.events), opened);
    checkInterval(opened, selected);
    return selected;
  };
  if (flags.command['catch_up'] === true) return catchUp(opened, ids(), context, flags);
  const chosen = async (): Promise<ChangedOnly> =>
    flags.command['changed_only'] === true
      ? withoutUnchanged(opened, ids(), context.events)
      : { ids: ids(), reused: [] };
  if (flags.dryRun) return dryRun(opened, (await chosen()).ids, context, flags);
  return keepingManifest(opened, context.events, async (compiled) => {
    const { ids: changed, reused } = await chosen();
    return runIds(opened, changed, { context, flags, compiled, reused });
  });
};

/** The run's own interval, and behind it whatever is missing since the first one. */
async function catchUp(
  opened: OpenedProject,
  ids: readonly string[],
  context: CommandContext,
  flags: Flags,
): Promise<ExitCode> {
  const { run } = await planCatchUp(opened, ids, context, flags);
  if (flags.dryRun) {
    await printIntervalsDryRun(run, context.events, context.print);
    return 0;
  }
  return keepingManifest(opened, context.events, (compiled) =>
    runIds(opened, ids, { context, flags, compiled, intervals: run }),
  );
}

/** Ephemeral models leave nothing behind: they are compiled into what uses them. */
export function withoutEphemeral(ids: readonly string[], { manifest }: OpenedProject): readonly string[] {
  return ids.filter((id) => manifest.nodes.get(id)?.config['materialized'] !== 'ephemeral');
}

/** Clones do not wait for each other; `build` puts tests between a node and what is downstream. */
function workFor({ manifest }: OpenedProject, ids: readonly string[], flags: Flags): WorkGraph {
  if (flags.which === 'clone') return { ids, parents: new Map(), children: new Map() };
  return workGraph(manifest, ids, flags.which === 'build');
}

async function dryRun(
  opened: OpenedProject,
  ids: readonly string[],
  { events, print }: CommandContext,
  flags: Flags,
): Promise<ExitCode> {
  await printDryRun(opened, workFor(opened, ids, flags), events, print);
  return 0;
}

/** How a list of nodes is run. */
export interface RunIdsOptions {
  readonly context: CommandContext;
  readonly flags: Flags;
  /** Receives what is known of the SQL of every node that was compiled or executed. */
  readonly compiled: Map<string, KeptSql>;
  readonly batchesToRetry?: RunContext['batchesToRetry'];
  /** Results of nodes that need not run. */
  readonly reused?: readonly NodeResult[];
  /** True when hooks and the ledger's rows of a run's end are wanted without any node. */
  readonly evenIfEmpty?: boolean;
  /** The nodes for several intervals, in the place of one run of each. */
  readonly intervals?: IntervalRun;
  /** What the ledger keeps of why this run rewrites what was there. */
  readonly rewrite?: Rewrite;
  /** Where the models are rebuilt beside what they hold. */
  readonly reload?: Reload;
}

/** Runs a list of nodes with everything around it: run_results.json, summary, exit code. */
export async function runIds(
  opened: OpenedProject,
  ids: readonly string[],
  options: RunIdsOptions,
): Promise<ExitCode> {
  const { context, flags, compiled, batchesToRetry, intervals, rewrite, reload, reused = [] } = options;
  const { events } = context;
  if (reused.length > 0) tellReused(reused, opened, events);
  if (ids.length === 0 && reused.length > 0) {
    writeRunResults(opened, reused, 0, events);
    events.emit({ kind: 'run-finished', seconds: 0, summary: summarise(reused), failures: [] });
    return 0;
  }
  if (ids.length === 0 && options.evenIfEmpty !== true) {
    events.emit({
      kind: 'message',
      level: 'warn',
      name: 'NothingToDo',
      text: 'Nothing to do. Try checking your model configs and model specification args',
    });
    writeRunResults(opened, [], 0, events);
    return 0;
  }
  events.emit({ kind: 'project-found', counts: countKinds(opened) });
  const work = intervals ? gridWork(intervals.grid) : workFor(opened, ids, flags);
  const recorder = fileRecorder(opened.project.targetDirectory, flags.writeJson);
  const finished: NodeResult[] = [];
  const outcome = await runProject({
    opened,
    work,
    events,
    recorder,
    ...expectedSeconds(opened),
    ...(batchesToRetry ? { batchesToRetry } : {}),
    ...(intervals ? { pieces: intervalPieces(intervals) } : {}),
    ...(rewrite ? { rewrite } : {}),
    ...(reload ? { reload } : {}),
    onResult: (result) => finished.push(result),
  }).catch((thrown: unknown) => {
    // What was done before the warehouse was lost is still told.
    if (finished.length > 0) writeRunResults(opened, finished, 0, events);
    throw thrown;
  });
  for (const [id, kept] of recorder.kept) compiled.set(id, kept);
  writeRunResults(opened, [...reused, ...oneEach(outcome.results)], outcome.seconds, events);
  if (flags.show) await showSeeds(opened, outcome.results, context);
  events.emit({
    kind: 'run-finished',
    seconds: outcome.seconds,
    summary: summarise([...reused, ...outcome.results]),
    failures: outcome.results
      .filter((result) => isReported(result))
      .map((result) => failedNode(result, opened)),
  });
  if (outcome.interrupted) return 2;
  return outcome.results.some((result) => isFailure(result.status)) ? 1 : 0;
}

/** Artifacts have one result a node: of several intervals the first that failed, else the last one. */
function oneEach(results: readonly NodeResult[]): readonly NodeResult[] {
  const chosen = new Map<string, NodeResult>();
  for (const result of results) {
    const before = chosen.get(result.nodeId);
    if (before !== undefined && isFailure(before.status)) continue;
    chosen.delete(result.nodeId);
    chosen.set(result.nodeId, result);
  }
  return [...chosen.values()];
}

function tellReused(reused: readonly NodeResult[], { manifest }: OpenedProject, events: EventBus): void {
  const tell = (level: 'info' | 'debug', text: string): void =>
    events.emit({ kind: 'message', level, name: 'NodesReused', text });
  for (const { nodeId } of reused) tell('debug', `Unchanged since its last success: ${nodeId}`);
  const kinds = new Map<string, number>();
  for (const { nodeId } of reused) {
    const kind = manifest.nodes.get(nodeId)?.resourceType.replace(/_/g, ' ') ?? 'node';
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  }
  const list = [...kinds].map(([kind, number]) => plural(number, kind)).join(', ');
  tell('info', `Unchanged since their last success and not run: ${list}`);
}

function isReported(result: NodeResult): boolean {
  return result.status === 'warn' || (isFailure(result.status) && result.status !== 'skipped');
}

function failedNode(result: NodeResult, opened: OpenedProject) {
  const node = opened.manifest.nodes.get(result.nodeId);
  return {
    node: node
      ? nodeInfo(node)
      : {
          uniqueId: result.nodeId,
          name: result.nodeId,
          resourceType: 'operation',
          materialized: '',
          path: '',
          relation: { database: null, schema: null, alias: null },
        },
    status: result.status,
    code: result.error?.code ?? null,
    message: detail(result),
    compiledPath: compiledPath(result, opened),
  };
}

/** The file with the SQL that a node ran, relative to the working directory; null for what did not come to run. */
function compiledPath(result: NodeResult, { manifest, project }: OpenedProject): string | null {
  const node = manifest.nodes.get(result.nodeId);
  const ran = result.error === null || result.error.code === 'TX3001';
  if (!ran || node === undefined || !('rawCode' in node)) return null;
  const file = sqlFile(project.targetDirectory, 'compiled', node);
  return existsSync(file) ? path.relative(process.cwd(), file) : null;
}

/** The message without dbt's heading, which the summary gives itself, and with the way out. */
function detail(result: NodeResult): string {
  const { error } = result;
  if (error === null) return result.message ?? '';
  const place =
    error.location?.line === undefined
      ? ''
      : ` at ${error.location.file}:${error.location.line}:${error.location.column ?? 1}`;
  const parts = [`${error.message}${place}`];
  if (error.frame) parts.push('', error.frame);
  const callers = (error.trace ?? []).slice(1);
  for (const at of callers) parts.push(`called from ${at.file}:${at.line ?? 1}:${at.column ?? 1}`);
  if (error.hint) parts.push('', `help: ${error.hint}`);
  return parts.join('\n');
}

function summarise(results: readonly NodeResult[]): RunSummary {
  const count = (...statuses: readonly string[]): number =>
    results.filter((result) => statuses.includes(result.status)).length;
  return {
    pass: count('success', 'pass'),
    warn: count('warn'),
    error: count('error', 'fail', 'runtime error', 'partial success'),
    skip: count('skipped'),
    noOp: count('no-op'),
    reused: count('reused'),
    total: results.length,
  };
}

function countKinds(opened: OpenedProject): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { resourceType } of headsOf(opened.manifest)) {
    const kind = resourceType === 'test' ? 'data test' : resourceType.replace(/_/g, ' ');
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  counts.set('macro', opened.manifest.macros.size);
  return counts;
}
