import { references } from './scenario.ts';
import { scenarios } from './scenarios.ts';
import { trial, type TrialResult } from './trial.ts';

/** What all trials of a scenario gave. */
export interface TortureReport {
  readonly scenario: string;
  readonly seeds: readonly [number, number];
  readonly kills: number;
  /** Trials in which a process was killed, and how many of those ended like a run that was not. */
  readonly trials: number;
  readonly exact: number;
  readonly failed: readonly TrialResult[];
}

/** Kills processes of a scenario until `kills` have died, with seeds from `seed` on; tells of every trial. */
export async function torture(
  name: keyof typeof scenarios,
  options: {
    readonly root: string;
    readonly kills: number;
    readonly seed: number;
    readonly tell: (result: TrialResult) => void;
  },
): Promise<TortureReport> {
  const scenario = await scenarios[name](options.root);
  try {
    const all = await references(scenario);
    const results: TrialResult[] = [];
    let seed = options.seed;
    for (let kills = 0; kills < options.kills; seed += 1) {
      const result = await trial(scenario, all, seed);
      kills += result.kills;
      results.push(result);
      options.tell(result);
    }
    const counted = results.filter((result) => result.kills > 0);
    return {
      scenario: name,
      seeds: [options.seed, seed - 1],
      kills: results.reduce((sum, result) => sum + result.kills, 0),
      trials: counted.length,
      exact: counted.filter((result) => result.problems.length === 0).length,
      failed: results.filter((result) => result.problems.length > 0),
    };
  } finally {
    await scenario.database.close();
    scenario.folder.remove();
  }
}
