import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { runTx, type Invocation, type InvocationOptions, type ScratchFolder } from '../support/run-tx.ts';
import { readRuns, type LedgerRun } from './read-runs.ts';
import { readState, type WarehouseState } from './read-state.ts';
import type { TortureDatabase } from './torture-database.ts';

/** Files of a project that a command is run over, and the command. */
export interface Stage {
  readonly files: Readonly<Record<string, string>>;
  readonly args: readonly string[];
}

/** A project in a folder, its database, and what is done to them. */
export interface Scenario {
  readonly name: string;
  readonly folder: ScratchFolder;
  readonly database: TortureDatabase;
  /** The program to run in place of the built one. */
  readonly program?: string;
  /** Whether a node's change and the ledger's row of it commit as one, and change nothing by halves. */
  readonly transactional: boolean;
  /** Brings a database to the state from which half of the trials start; the others start from an empty one. */
  readonly before: readonly Stage[];
  /** The command that is killed. */
  readonly run: Stage;
  /** Relations that a run writes in several steps of their own: hooks' and microbatch models'. */
  readonly inSteps: RegExp;
}

/** What a run that nobody kills makes of a start. */
export interface Reference {
  readonly start: 'empty' | 'base';
  readonly before: WarehouseState;
  readonly after: WarehouseState;
  /** Ids and statuses of its nodes. */
  readonly statuses: readonly string[];
  readonly seconds: number;
  readonly lines: number;
}

/** Runs a command of a scenario to its end, or to that of the process. */
export function runStage(
  scenario: Scenario,
  stage: Stage,
  options: Partial<InvocationOptions> = {},
): Promise<Invocation> {
  for (const [name, text] of Object.entries(stage.files)) {
    writeFileSync(path.join(scenario.folder.path, name), text);
  }
  const program = scenario.program === undefined ? {} : { program: scenario.program };
  return runTx(stage.args, { cwd: scenario.folder.path, ...program, ...options });
}

/** Runs the scenario without any kill, from an empty database and from its base. Throws when a command fails. */
export async function references(scenario: Scenario): Promise<readonly Reference[]> {
  const { database } = scenario;
  await database.restore(null);
  for (const stage of scenario.before) await mustRun(scenario, stage);
  await database.settle();
  await database.save('base');
  const made: Reference[] = [];
  for (const start of ['empty', 'base'] as const) {
    await database.restore(start === 'empty' ? null : 'base');
    const before = await readState(database);
    const began = performance.now();
    const { stdout, stderr } = await mustRun(scenario, scenario.run);
    const seconds = (performance.now() - began) / 1000;
    await database.settle();
    const last = (await readRuns(database)).at(-1);
    made.push({
      start,
      before,
      after: await readState(database),
      statuses: statusesOf(last === undefined ? [] : [last]),
      seconds,
      lines: (stdout + stderr).split('\n').length,
    });
  }
  return made;
}

/**
 * `node: status` of how nodes ended at last, over runs of which a retry went on where others stopped. Without rows: a
 * second build of what is there already changes fewer.
 */
export function statusesOf(runs: readonly LedgerRun[]): readonly string[] {
  const ended = new Map<string, string>();
  for (const { nodes } of runs) {
    for (const node of nodes) ended.set(node.replace(/: .*$/, ''), node.replace(/, .*$/, ''));
  }
  return [...ended.values()].sort();
}

async function mustRun(scenario: Scenario, stage: Stage): Promise<Invocation> {
  const ended = await runStage(scenario, stage);
  if (ended.code === 0) return ended;
  throw new Error(`${scenario.name}: tx ${stage.args.join(' ')} ended with ${ended.code}\n${ended.stderr}`);
}
