import path from 'node:path';
import { readArtifact } from '../../artifacts/read-artifact.ts';
import { keepingManifest } from '../../api/write-artifacts.ts';
import { auditsOf } from '../../api/audits-of-run.ts';
import { lastRun, noLastRun, type LastRun } from '../../api/last-run.ts';
import { openProject, type OpenedProject } from '../../api/open-project.ts';
import type { Flags } from '../../config/flags.ts';
import { loadProject } from '../../config/load-project.ts';
import type { JsonObject } from '../../config/json.ts';
import type { CommandRunner } from '../command.ts';
import { runBackfillCommand } from './backfill-command.ts';
import { runIds, runNodesCommand } from './run-nodes-command.ts';

/** Statuses that are run again. */
const RETRIED: ReadonlySet<string> = new Set([
  'error',
  'fail',
  'skipped',
  'runtime error',
  'partial success',
]);

/** Options of the commands that build several intervals. */
const COMMAND_OPTIONS = [
  'start_date',
  'end_date',
  'reason',
  'max_active',
  'restate',
  'full_reload',
  'catch_up',
] as const;

/**
 * `tx retry`: what failed or was skipped in the last run, with that run's flags; microbatches only where they failed. A
 * backfill, or a run that caught up, is repeated: the intervals that it built are left alone.
 */
export const runRetryCommand: CommandRunner = async (context, flags) => {
  const root = path.resolve(flags.projectDir);
  const folder =
    flags.state === null ? path.resolve(root, flags.targetPath ?? 'target') : path.resolve(root, flags.state);
  const project = await loadProject(flags, context);
  const runResults = readArtifact(path.join(folder, 'run_results.json')) as JsonObject | null;
  const last = await lastRun(runResults, project, context.events);
  if (last === null) throw noLastRun(folder);
  const merged = withLastFlags(flags, last.arguments);
  const whole = last.died || last.results.some(({ status }) => RETRIED.has(status)) ? wholeRun(last) : null;
  if (whole !== null) return whole(context, asBefore(merged, last.arguments));
  const opened = await openProject(merged, context);
  const again = last.results.filter(
    (result) => RETRIED.has(result.status) && opened.manifest.nodes.has(result.unique_id),
  );
  const failed = again
    .map((result) => result.unique_id)
    .filter((id) => opened.manifest.nodes.get(id)?.resourceType !== 'operation');
  const ids = [...new Set([...failed, ...auditsAgain(failed, last, opened)])].sort();
  const batches = new Map(
    again.flatMap((result) => {
      const { failed = [], successful = [] } = result.batch_results ?? {};
      return failed.length > 0 && successful.length > 0
        ? [[result.unique_id, { failed, successful }] as const]
        : [];
    }),
  );
  return keepingManifest(opened, context.events, (compiled) =>
    runIds(opened, ids, {
      context,
      flags: merged,
      compiled,
      batchesToRetry: batches,
      evenIfEmpty: last.died,
    }),
  );
};

/**
 * The command that a run for several intervals is repeated with, since the ledger knows which of them it did; null for
 * other runs.
 */
function wholeRun({ arguments: last }: LastRun): CommandRunner | null {
  if (last['which'] === 'backfill') return runBackfillCommand;
  return last['catch_up'] === true ? runNodesCommand : null;
}

/** The flags of a run that is repeated as a whole: what it selected, and the options of its command. */
function asBefore(flags: Flags, last: JsonObject): Flags {
  const list = (key: string): readonly string[] =>
    Array.isArray(last[key]) ? last[key].map((each) => String(each)) : [];
  const command = Object.fromEntries(
    COMMAND_OPTIONS.flatMap((key) => (last[key] === undefined ? [] : [[key, last[key]]])),
  ) as JsonObject;
  return {
    ...flags,
    select: list('select'),
    exclude: list('exclude'),
    models: list('models'),
    selector: text(last['selector']),
    resourceTypes: list('resource_types'),
    excludeResourceTypes: list('exclude_resource_types'),
    state: text(last['state']),
    deferState: text(last['defer_state']),
    defer: last['defer'] === true,
    favorState: last['favor_state'] === true,
    command: { ...command, ...flags.command },
  };
}

/** A node that is built again is published only if all of its tests pass: those that passed before run again too. */
function auditsAgain(failed: readonly string[], last: LastRun, opened: OpenedProject): readonly string[] {
  const known = last.results.map((result) => result.unique_id).filter((id) => opened.manifest.nodes.has(id));
  const audits = auditsOf(opened, known);
  return failed.flatMap((id) => audits.testsOf(id).map((test) => test.uniqueId));
}

/** Flags of the last run that change what is built; the command line of this one wins. */
function withLastFlags(flags: Flags, last: JsonObject): Flags {
  const vars = last['vars'];
  const own = Object.keys(flags.vars).length > 0;
  return {
    ...flags,
    which: typeof last['which'] === 'string' ? last['which'] : 'build',
    vars: own || typeof vars !== 'object' || vars === null ? flags.vars : (vars as JsonObject),
    fullRefresh: flags.fullRefresh || last['full_refresh'] === true,
    storeFailures: flags.storeFailures || last['store_failures'] === true,
    eventTimeStart: flags.eventTimeStart ?? text(last['event_time_start']),
    eventTimeEnd: flags.eventTimeEnd ?? text(last['event_time_end']),
    target: flags.target ?? text(last['target']),
  };
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
