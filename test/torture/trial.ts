import { readRuns } from './read-runs.ts';
import { readState } from './read-state.ts';
import { runStage, statusesOf, type Reference, type Scenario, type Stage } from './scenario.ts';
import { seededRandom } from './seeded-random.ts';

/** What a trial did and what differed from a run that nobody killed. */
export interface TrialResult {
  readonly seed: number;
  /** Processes that died by the signal; those that ended before it came are none. */
  readonly kills: number;
  /** How it went, for people. */
  readonly story: readonly string[];
  /** Empty when all is the same. */
  readonly problems: readonly string[];
}

/** Kills a run at moments that the seed chooses, runs again, and compares what is there with a run never killed. */
export async function trial(
  scenario: Scenario,
  all: readonly Reference[],
  seed: number,
): Promise<TrialResult> {
  const random = seededRandom(seed);
  const reference = all[Math.floor(random() * all.length)];
  if (reference === undefined) throw new Error('a trial needs a reference');
  const { database } = scenario;
  await database.restore(reference.start === 'empty' ? null : 'base');
  const known = new Set((await readRuns(database)).map((run) => run.runId));
  const story: string[] = [`from ${reference.start}`];
  const problems: string[] = [];
  let kills = 0;
  let stage = scenario.run;
  for (let attempt = 0; attempt < 3; attempt += 1) {
    if (attempt > 0 && random() < 0.6) break;
    const { moment, killed } = await killedRun(scenario, stage, reference, random);
    story.push(`${stage.args[0]} killed ${moment}${killed ? '' : ' (it had ended before)'}`);
    if (killed) kills += 1;
    if (random() < 0.6) {
      await database.settle();
      problems.push(...(await halfStates(scenario, reference, known)));
    }
    stage = await next(scenario, known, random);
  }
  const last = await runStage(scenario, stage);
  story.push(`${stage.args[0]} run to its end`);
  await database.settle();
  if (last.code !== 0) problems.push(`the last run ended with ${last.code}:\n${last.stderr}`);
  problems.push(...(await differences(scenario, reference, known)));
  return { seed, kills, story, problems };
}

async function killedRun(
  scenario: Scenario,
  stage: Stage,
  reference: Reference,
  random: () => number,
): Promise<{ readonly moment: string; readonly killed: boolean }> {
  const after = Math.round(reference.seconds * 1000 * (0.2 + 0.85 * random()));
  const line = 1 + Math.floor(random() * reference.lines);
  const pause = Math.floor(random() * 40);
  const byLine = random() < 0.5;
  let timer: NodeJS.Timeout | undefined;
  let code: number | null;
  if (byLine) {
    ({ code } = await runStage(scenario, stage, {
      onOutput(soFar, signal) {
        if (timer === undefined && soFar.split('\n').length > line)
          timer = setTimeout(() => signal('SIGKILL'), pause);
      },
    }));
  } else {
    ({ code } = await runStage(scenario, stage, {
      onStart: (signal) => (timer = setTimeout(() => signal('SIGKILL'), after)),
    }));
  }
  clearTimeout(timer);
  return {
    moment: byLine ? `${pause} ms after line ${line}` : `after ${after} ms`,
    killed: code === null,
  };
}

/** The same command again, or `retry` where the ledger knows of the killed run. */
async function next(scenario: Scenario, known: ReadonlySet<string>, random: () => number): Promise<Stage> {
  const wish = random() < 0.4;
  const runs = (await readRuns(scenario.database)).filter((run) => !known.has(run.runId));
  const unfinished = runs.at(-1)?.status === 'running';
  return wish && unfinished ? { files: {}, args: ['retry'] } : scenario.run;
}

/** What a reader must not see between a kill and the next run: half a change, or a change that the ledger does not know. */
async function halfStates(
  { database, transactional, inSteps }: Scenario,
  { before, after }: Reference,
  known: ReadonlySet<string>,
): Promise<readonly string[]> {
  const now = await readState(database);
  const runs = (await readRuns(database)).filter((run) => !known.has(run.runId));
  const done = new Set(runs.flatMap((run) => run.done));
  const problems: string[] = [];
  for (const table of new Set([...before.tables, ...after.tables])) {
    if (inSteps.test(table)) continue;
    const [old, made, is] = [before, after, now].map((state) => state.relations[table] ?? 'absent');
    if (transactional && is !== old && is !== made) problems.push(`${table} is half made: ${is}`);
    if (done.has(table) && is !== made) problems.push(`${table} is recorded as done, but is ${is}`);
    if (transactional && old !== made && is === made && !done.has(table))
      problems.push(`${table} is made, but not recorded`);
  }
  return problems;
}

async function differences(
  { database }: Scenario,
  { after, statuses }: Reference,
  known: ReadonlySet<string>,
): Promise<readonly string[]> {
  const now = await readState(database);
  const runs = (await readRuns(database)).filter((run) => !known.has(run.runId));
  const problems: string[] = [];
  for (const relation of new Set([...Object.keys(now.relations), ...Object.keys(after.relations)])) {
    const [is, should] = [now, after].map((state) => state.relations[relation] ?? 'absent');
    if (is !== should) problems.push(`${relation} is ${is}, and should be ${should}`);
  }
  problems.push(...compared('intervals', now.intervals, after.intervals));
  problems.push(...compared('nodes', statusesOf(runs), statuses));
  const [last, ...earlier] = [...runs].reverse();
  if (last?.status !== 'success') problems.push(`the last run is recorded as ${last?.status}`);
  for (const run of earlier) {
    if (run.status === 'running') problems.push(`run ${run.runId} is recorded as running`);
  }
  const locks = await database.locks();
  if (locks.length > 0) problems.push(`locks are held: ${locks.join(', ')}`);
  return problems;
}

function compared(what: string, is: readonly string[], should: readonly string[]): readonly string[] {
  const missing = should.filter((each) => !is.includes(each));
  const extra = is.filter((each) => !should.includes(each));
  return [
    ...missing.map((each) => `${what} lack ${each}`),
    ...extra.map((each) => `${what} have ${each} too many`),
  ];
}
