import { readLedger } from '../../api/read-ledger.ts';
import { loadProject } from '../../config/load-project.ts';
import { suggest } from '../../errors/did-you-mean.ts';
import { ProjectFailure } from '../../errors/project-error.ts';
import { listAuditEvents, type AuditEvent } from '../../ledger/audit-events.ts';
import { listFailingRows, type FailingRows } from '../../ledger/failing-rows.ts';
import { listNodeRuns, type NodeRun } from '../../ledger/node-runs.ts';
import { listRuns, type Run } from '../../ledger/runs.ts';
import type { CommandContext, CommandRunner } from '../command.ts';
import { textTable } from '../text-table.ts';

const DEFAULT_LIMIT = 20;

/** A run with everything that the ledger knows of it. */
interface RunDetails {
  readonly run: Run;
  readonly nodeRuns: readonly NodeRun[];
  readonly auditEvents: readonly AuditEvent[];
  readonly failingRows: readonly FailingRows[];
}

/** `tx runs`: the runs of the project's ledger, the latest first; `tx runs show ID`: one with its nodes. */
export const runRunsCommand: CommandRunner = async (context, flags) => {
  const [action, id, ...rest] = context.args;
  if ((action !== undefined && action !== 'show') || rest.length > 0) throw unknownAction(action ?? '');
  const project = await loadProject(flags, context);
  const json = flags.command['output'] === 'json';
  if (action === undefined) {
    const limit = Number(flags.command['limit'] ?? DEFAULT_LIMIT);
    const runs = await readLedger(project, context.events, [], (target, session) =>
      listRuns(target, session, { limit }),
    );
    if (json) context.print(JSON.stringify(runs, null, 2));
    else printRuns(runs, context);
    return 0;
  }
  const details = await readLedger<RunDetails | null>(
    project,
    context.events,
    null,
    async (target, session) => {
      const found = await listRuns(target, session, { ...(id ? { idPrefix: id } : {}), limit: 2 });
      const [run] = found;
      if (run === undefined) return null;
      if (id !== undefined && found.length > 1) throw ambiguous(id);
      return {
        run,
        nodeRuns: await listNodeRuns(target, session, run.runId),
        auditEvents: await listAuditEvents(target, session, run.runId),
        failingRows: await listFailingRows(target, session, run.runId),
      };
    },
  );
  if (details === null) throw noSuchRun(id);
  if (json) {
    const { run, ...found } = details;
    context.print(JSON.stringify({ ...run, ...found }, null, 2));
  } else printDetails(details, context);
  return 0;
};

function printRuns(runs: readonly Run[], { print }: CommandContext): void {
  if (runs.length === 0) {
    print('The ledger holds no runs yet.');
    return;
  }
  const rows = runs.map((run) => [
    run.runId,
    run.command,
    run.target,
    run.status,
    shortTime(run.startedAt),
    seconds(run.startedAt, run.finishedAt),
    String(run.nodes.length),
    run.user ?? '',
  ]);
  print(textTable(['run', 'command', 'target', 'status', 'started (UTC)', 'seconds', 'nodes', 'user'], rows));
}

function printDetails(details: RunDetails, { print }: CommandContext): void {
  const { run, nodeRuns } = details;
  print(`run       ${run.runId} (invocation ${run.invocationId})`);
  print(`command   tx ${run.command}, target ${run.target}, schema ${run.targetSchema}`);
  print(`status    ${run.status}`);
  print(`time      ${shortTime(run.startedAt)} to ${run.finishedAt ? shortTime(run.finishedAt) : '?'} UTC`);
  print(
    `by        ${run.user ?? '?'} on ${run.host ?? '?'}, process ${run.processId ?? '?'}, tx ${run.txVersion}`,
  );
  print(`revision  ${run.gitRevision ?? 'none'}`);
  const done = new Set(nodeRuns.map((nodeRun) => nodeRun.nodeId));
  const missing = run.nodes.filter((nodeId) => !done.has(nodeId));
  const rows = nodeRuns.map((nodeRun) => [
    nodeRun.nodeId,
    nodeRun.status,
    nodeRun.interval === null
      ? ''
      : `${shortTime(nodeRun.interval.start)} – ${shortTime(nodeRun.interval.end)}`,
    String(nodeRun.failures ?? nodeRun.rows ?? ''),
    seconds(nodeRun.startedAt, nodeRun.finishedAt),
  ]);
  const unfinished = missing.map((nodeId) => [nodeId, 'not finished', '', '', '']);
  print(textTable(['node', 'status', 'interval', 'rows', 'seconds'], [...rows, ...unfinished]));
  for (const event of details.auditEvents) print(auditLine(event));
  for (const kept of details.failingRows) {
    print(`${kept.testId}: ${kept.count} failing rows kept, e.g. ${kept.example}`);
  }
}

function auditLine(event: AuditEvent): string {
  const by = event.user === null ? '' : ` by ${event.user}`;
  const why = event.reason === null ? '' : `: ${event.reason}`;
  return `${event.kind} of ${event.nodes.length} nodes${by} at ${shortTime(event.recordedAt)}${why}`;
}

function shortTime(iso: string): string {
  return iso.slice(0, 19).replace('T', ' ');
}

function seconds(from: string, to: string | null): string {
  return to === null ? '' : ((Date.parse(to) - Date.parse(from)) / 1000).toFixed(2);
}

function unknownAction(word: string): ProjectFailure {
  const near = suggest(word, ['show']);
  return new ProjectFailure({
    code: 'TX5001',
    message: `tx runs does not know '${word}'`,
    hint: near === null ? 'Write tx runs, or tx runs show ID.' : `Did you mean 'tx runs ${near}'?`,
  });
}

function noSuchRun(id: string | undefined): ProjectFailure {
  return new ProjectFailure({
    code: 'TX7006',
    message:
      id === undefined
        ? 'The ledger holds no runs yet'
        : `The ledger holds no run whose id begins with '${id}'`,
    hint: 'tx runs lists the runs there are.',
  });
}

function ambiguous(id: string): ProjectFailure {
  return new ProjectFailure({
    code: 'TX7006',
    message: `The ids of several runs begin with '${id}'`,
    hint: 'Give more of the id; tx runs lists them.',
  });
}
