import path from 'node:path';
import { auditBackfill } from '../../api/backfill-audit.ts';
import { backfillWindow } from '../../api/backfill-window.ts';
import { printIntervalsDryRun } from '../../api/dry-run.ts';
import { requireLedger } from '../../api/interval-nodes.ts';
import { readIntervals } from '../../api/interval-coverage.ts';
import { createReload, refuseOutside, type Reload } from '../../api/reload/create-reload.ts';
import { builtSpan } from '../../api/reload/built-span.ts';
import { reloadParts, type ReloadParts } from '../../api/reload/reload-nodes.ts';
import { createEventBus } from '../../events/event-bus.ts';
import { newInvocationId } from '../../util/uuid.ts';
import { maxActiveOf } from '../../api/max-active.ts';
import { openProject, type OpenedProject } from '../../api/open-project.ts';
import { planIntervals, type IntervalPlan } from '../../api/plan-intervals.ts';
import { select } from '../../api/select-nodes.ts';
import { keepingManifest } from '../../api/write-artifacts.ts';
import type { Flags } from '../../config/flags.ts';
import { readTxConfig } from '../../config/read-tx-config.ts';
import type { Rewrite } from '../../execute/run-ledger.ts';
import { intervalValue } from '../../intervals/interval-values.ts';
import type { Interval } from '../../intervals/interval.ts';
import { backfillReport, gridText, isComplete } from '../backfill-report.ts';
import type { CommandContext, CommandRunner, ExitCode } from '../command.ts';
import { runIds, withoutEphemeral } from './run-nodes-command.ts';

/** `tx backfill`: nodes × intervals, then the audit of what is there; 1 where something failed or is missing. */
export const runBackfillCommand: CommandRunner = async (context, given) => {
  const flags: Flags = { ...given, indirectSelection: 'buildable' };
  const bounds = { startDate: text(flags, 'start_date'), endDate: text(flags, 'end_date') };
  const opened = await openFirst(flags, bounds.startDate, context);
  const project = requireLedger(opened.project, 'tx backfill');
  const intervals = backfillWindow(bounds, project);
  const selected = withoutEphemeral(select(opened, context.events), opened);
  const reloads = flags.command['full_reload'] === true;
  const parts = reloads ? reloadParts(opened, project, selected) : null;
  const anew = reloads || flags.command['restate'] === true;
  const plan = await planIntervals({
    opened,
    project,
    ids: parts?.first ?? selected,
    intervals,
    like: bounds.startDate ?? '',
    maxActive: maxActiveOf(flags),
    context,
    flags,
    wants: (state) => anew || state !== 'covered',
    over: reloads ? 'nothing' : 'what is recorded',
  });
  const rewrite = rewriteOf(plan, intervals, flags);
  const work = parts === null ? { plan } : await reloading(plan, parts, context);
  if (flags.dryRun) return dryRun(work.plan, context);
  const code = await buildAll(work, parts?.second ?? [], rewrite, context, flags);
  if (code === 2) return code;
  const relations = await auditBackfill(opened, project, plan.nodes, intervals, context.events);
  context.print(backfillReport(relations, project.tx.interval, flags.command['output'] === 'json'));
  return code === 0 && isComplete(relations) ? 0 : 1;
};

/** A plan, and what is different where models are rebuilt beside what they hold. */
interface BackfillWork {
  readonly plan: IntervalPlan;
  readonly reload?: Reload;
}

/** The plan over stages. Throws ProjectFailure TX2105 where the window lacks intervals that are there. */
async function reloading(
  plan: IntervalPlan,
  parts: ReloadParts,
  { events }: CommandContext,
): Promise<BackfillWork> {
  const { run } = plan;
  const [first, last] = [run.intervals[0] as Interval, run.intervals.at(-1) as Interval];
  const window = { start: first.start, end: last.end };
  const reloaded = plan.nodes.filter(({ uniqueId }) => parts.reloaded.has(uniqueId));
  const found = await readIntervals(run.opened, run.project, reloaded, events);
  for (const { node, segments } of found) refuseOutside(node, segments, builtSpan(node, run.opened, window));
  const before = new Map(found.map(({ node, segments }) => [node.uniqueId, segments]));
  const reload = createReload(run.opened, parts, before);
  const staged = {
    ...run,
    opened: reload.stage(run.opened),
    prepare: (opened: OpenedProject) => reload.stage(opened),
  };
  return { plan: { ...plan, run: staged }, reload };
}

/** The intervals, then, behind a full reload that went well, what is built once. */
async function buildAll(
  { plan, reload }: BackfillWork,
  afterwards: readonly string[],
  rewrite: Rewrite,
  context: CommandContext,
  flags: Flags,
): Promise<ExitCode> {
  const code = await build(plan, { rewrite, ...(reload ? { reload } : {}) }, context, flags);
  if (code !== 0 || reload === undefined || afterwards.length === 0) return code;
  const { intervals, project, like } = plan.run;
  const value = intervalValue(intervals.at(-1) as Interval, project.tx.interval, like);
  const last = await openProject(
    { ...flags, which: 'build', vars: { ...flags.vars, [project.tx.interval.var]: value } },
    { ...context, events: createEventBus(), invocationId: newInvocationId() },
  );
  return runIds(last, afterwards, { context, flags: last.project.flags, compiled: new Map() });
}

/** The project as the first interval has it; without tx.yml, or a first interval, as it is. */
async function openFirst(
  flags: Flags,
  startDate: string | null,
  context: CommandContext,
): Promise<OpenedProject> {
  const tx = await readTxConfig(path.resolve(flags.projectDir));
  const own = tx === null || startDate === null ? {} : { [tx.interval.var]: startDate };
  return openProject({ ...flags, vars: { ...flags.vars, ...own } }, context);
}

async function build(
  plan: IntervalPlan,
  options: { readonly rewrite: Rewrite; readonly reload?: Reload },
  context: CommandContext,
  flags: Flags,
): Promise<ExitCode> {
  const { run } = plan;
  if (![...run.grid.cells.values()].some(({ nodeId, position }) => nodeId !== null && position !== null)) {
    const said = 'Every selected interval is covered already by the code as it is; --restate builds it anew.';
    context.events.emit({ kind: 'message', level: 'info', name: 'NothingToBackfill', text: said });
    return 0;
  }
  return keepingManifest(run.opened, context.events, (compiled) =>
    runIds(run.opened, [...run.grid.ids], { context, flags, compiled, intervals: run, ...options }),
  );
}

async function dryRun(plan: IntervalPlan, { print, events }: CommandContext): Promise<ExitCode> {
  print(gridText(plan));
  await printIntervalsDryRun(plan.run, events, print);
  return 0;
}

/** Who asked for it stands in the run's row; why, and of what, is said here. */
function rewriteOf(plan: IntervalPlan, intervals: readonly Interval[], flags: Flags): Rewrite {
  const { command, select: selected, models, exclude, selector } = flags;
  const option = (name: string, values: readonly string[]): string =>
    values.length === 0 ? '' : ` ${name} ${values.join(' ')}`;
  const restate = command['restate'] === true;
  const reload = command['full_reload'] === true;
  const { project, like } = plan.run;
  const [first, last] = [intervals[0] as Interval, intervals.at(-1) as Interval];
  const name = (interval: Interval): string => intervalValue(interval, project.tx.interval, like);
  return {
    kind: reload ? 'full-reload' : restate ? 'restatement' : 'backfill',
    command:
      `tx backfill --start-date ${name(first)} --end-date ${name(last)}` +
      option('-s', [...selected, ...models]) +
      option('--exclude', exclude) +
      option('--selector', selector === null ? [] : [selector]) +
      (restate ? ' --restate' : '') +
      (reload ? ' --full-reload' : ''),
    reason: text(flags, 'reason'),
    window: { start: first.start, end: last.end },
    nodes: plan.nodes.map(({ uniqueId }) => uniqueId),
  };
}

function text({ command }: Flags, name: string): string | null {
  const value = command[name];
  return value === undefined || value === null || value === '' ? null : String(value);
}
