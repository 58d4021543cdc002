import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Invocation } from '../support/run-tx.ts';
import { readRuns } from './read-runs.ts';
import { readState, type WarehouseState } from './read-state.ts';
import { references, runStage, type Reference, type Scenario } from './scenario.ts';
import { scenarios } from './scenarios.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');

/** Models whose state does not depend on the order of days, with what they read. */
const BY_DAY =
  '+deleted_inserted +overwritten +replaced_by_macro +growing +customers_checked +events_stamped';

describe.each(['every materialization, Postgres', 'every materialization, DuckDB'] as const)('%s', (name) => {
  let scenario: Scenario;
  let all: readonly Reference[];

  beforeAll(async () => {
    scenario = await scenarios[name](ROOT);
    all = await references(scenario);
  });
  afterAll(async () => {
    await scenario.database.close();
    scenario.folder.remove();
  });

  const at = (day: number): string => `date: 2026-01-0${day}`;
  /** Runs these commands at once, each over its own target folder, and looks at what they leave. */
  const together = async (start: 'empty' | 'base', commands: readonly (readonly string[])[]) => {
    await scenario.database.restore(start === 'empty' ? null : 'base');
    const ended = await Promise.all(
      commands.map((args, index) =>
        runStage(scenario, {
          files: scenario.run.files,
          args: [...args, '--target-path', `target_${index}`],
        }),
      ),
    );
    return { ended, ...(await left(ended)) };
  };
  const left = async (ended: readonly Invocation[]): Promise<{ state: WarehouseState; waited: number }> => {
    await scenario.database.settle();
    const failed = ended.filter(({ code }) => code !== 0).map(({ stderr }) => stderr);
    expect(failed.map(errorsOf)).toEqual([]);
    expect(await scenario.database.locks()).toEqual([]);
    const runs = await readRuns(scenario.database);
    expect(runs.filter((run) => run.status !== 'success')).toEqual([]);
    return {
      state: await readState(scenario.database),
      waited: ended.filter(({ stderr }) => /Waiting (for|up to)/.test(stderr)).length,
    };
  };

  it.each([
    [2, 'empty'],
    [2, 'base'],
    [8, 'empty'],
    [8, 'base'],
  ] as const)(
    '%s equal builds at once, from %s, end like one',
    async (count, start) => {
      const { state, waited } = await together(start, Array(count).fill(scenario.run.args) as string[][]);
      const reference = all.find((each) => each.start === start);
      expect(state.relations).toEqual(reference?.after.relations);
      expect(state.intervals).toEqual(reference?.after.intervals);
      // Two may miss each other, where one starts late; of eight some meet.
      if (count === 8) expect(waited).toBeGreaterThan(0);
    },
    240_000,
  );

  it('builds of overlapping selections at once end like one after the other', async () => {
    const { state } = await together('base', [
      [...scenario.run.args, '--select', '+mart'],
      [...scenario.run.args, '--exclude', 'mart'],
      [...scenario.run.args, '--select', 'customers+ events+'],
    ]);
    expect(state.relations).toEqual(all.find((each) => each.start === 'base')?.after.relations);
  });

  it('builds of different days at once end like one after the other', async () => {
    const build = (day: number) => [
      ...['build', '--vars', at(day), '--indirect-selection', 'cautious', '--select'],
      ...BY_DAY.split(' '),
    ];
    await scenario.database.restore(null);
    for (const day of [1, 2, 3]) {
      const { code, stderr } = await runStage(scenario, { ...scenario.run, args: build(day) });
      expect(code, stderr).toBe(0);
    }
    const inOrder = await readState(scenario.database);
    const { state } = await together('empty', [build(1), build(2), build(3)]);
    expect(state.intervals).toEqual(inOrder.intervals);
    expect(state.relations).toEqual(inOrder.relations);
  });
});

/** The errors that a run named, without its lines of progress. */
function errorsOf(stderr: string): string {
  return stderr
    .split('\n')
    .filter((line) => !/ (START|OK|PASS|SKIP) /.test(line))
    .join('\n');
}
