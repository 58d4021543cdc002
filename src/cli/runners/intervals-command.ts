import { boundNodes, coverageUntil, readIntervals, type NodeIntervals } from '../../api/interval-coverage.ts';
import { requireLedger, type IntervalProject } from '../../api/interval-nodes.ts';
import { openProject } from '../../api/open-project.ts';
import { select } from '../../api/select-nodes.ts';
import { calendarLines, MARKS } from '../../intervals/calendar.ts';
import type { IntervalCoverage, IntervalState } from '../../intervals/coverage.ts';
import { intervalValue, readInterval } from '../../intervals/interval-values.ts';
import type { CommandRunner } from '../command.ts';

/** A model with how its intervals stand. */
interface Row {
  readonly intervals: NodeIntervals;
  readonly coverage: readonly IntervalCoverage[];
}

/** `tx intervals`: a model with its intervals, up to the last one that is recorded or that `--vars` names. */
export const runIntervalsCommand: CommandRunner = async (context, flags) => {
  const opened = await openProject(flags, context);
  const project = requireLedger(opened.project, 'tx intervals');
  const bound = boundNodes(opened, project, select(opened, context.events));
  const found = await readIntervals(opened, project, bound, context.events);
  const until = lastOf(project, found);
  const rows = found.map((intervals) => ({ intervals, coverage: coverageUntil(intervals, until, project) }));
  context.print(flags.command['output'] === 'json' ? asJson(rows, project) : asText(rows, project));
  return 0;
};

/** The end of what is shown: of the last interval recorded of any model, or of the one that `--vars` names. */
function lastOf({ tx, cliVars }: IntervalProject, found: readonly NodeIntervals[]): string | null {
  const named = cliVars[tx.interval.var];
  const asked = named === undefined ? [] : [readInterval(named, tx.interval, tx.interval.var).end];
  return [...asked, ...found.flatMap(({ until }) => until ?? [])].sort().at(-1) ?? null;
}

const STATES: readonly IntervalState[] = ['covered', 'stale', 'missing'];

function countOf(coverage: readonly IntervalCoverage[], state: IntervalState): number {
  return coverage.filter((each) => each.state === state).length;
}

function asJson(rows: readonly Row[], { tx }: IntervalProject): string {
  const models = rows.map(({ intervals, coverage }) => ({
    unique_id: intervals.node.uniqueId,
    relation: intervals.node.relationName,
    begin: intervals.from,
    ...Object.fromEntries(STATES.map((state) => [state, countOf(coverage, state)])),
    intervals: coverage.map(({ interval, state, segments }) => ({
      value: intervalValue(interval, tx.interval),
      ...interval,
      state,
      run_id: segments.at(-1)?.runId ?? null,
      recorded_at: segments.at(-1)?.recordedAt ?? null,
    })),
  }));
  const { var: name, grain, timeZone } = tx.interval;
  return JSON.stringify({ var: name, grain, time_zone: timeZone, models }, null, 2);
}

function asText(rows: readonly Row[], project: IntervalProject): string {
  if (rows.length === 0) return `No selected model reads var('${project.tx.interval.var}').`;
  const legend = STATES.map((state) => `${MARKS[state]} ${state}`).join('  ');
  return [...rows.map((row) => rowText(row, project)), legend].join('\n\n');
}

function rowText({ intervals, coverage }: Row, { tx }: IntervalProject): string {
  const { name } = intervals.node;
  const [first, last] = [coverage[0], coverage.at(-1)];
  if (first === undefined || last === undefined) return `${name}: nothing is recorded yet`;
  const counts = STATES.filter((state) => countOf(coverage, state) > 0).map(
    (state) => `${countOf(coverage, state)} ${state}`,
  );
  const from = intervalValue(first.interval, tx.interval);
  const to = intervalValue(last.interval, tx.interval);
  const lines = calendarLines(coverage, tx.interval).map((line) => `  ${line}`);
  return [`${name}: ${from} to ${to}, ${counts.join(', ')}`, ...lines].join('\n');
}
