import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { scenarios } from './scenarios.ts';
import { torture } from './torture.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
/** `npm run torture` does the same with many more. */
const KILLS = 3;

describe('a process that is killed at a random moment leaves what the next run makes whole', () => {
  it.each(Object.keys(scenarios) as (keyof typeof scenarios)[])(
    '%s',
    async (name) => {
      const report = await torture(name, { root: ROOT, kills: KILLS, seed: 1, tell: () => undefined });
      console.log(
        `${name}: ${report.kills} kills, seeds ${report.seeds.join('–')}, ${report.exact} of ${report.trials} exact`,
      );
      expect(report.failed).toEqual([]);
      expect(report.kills).toBeGreaterThanOrEqual(KILLS);
    },
    240_000,
  );
});
