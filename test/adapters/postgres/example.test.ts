import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { landedInTables, moveToPostgres } from '../../support/example-on-postgres.ts';
import { runTx, scratchFolder, type Invocation, type InvocationOptions } from '../../support/run-tx.ts';
import { postgresTarget } from '../../torture/postgres-target.ts';
import { readState } from '../../torture/read-state.ts';

const ROOT = path.resolve(import.meta.dirname, '../../..');
const DAYS = ['24', '25', '26', '27', '28'];
const WINDOW = ['--start-date', '2026-05-24', '--end-date', '2026-05-28'];

describe('the days of the example on Postgres', () => {
  const project = scratchFolder({ 'tx.yml': '' }, path.join(ROOT, 'example-project'));
  const database = postgresTarget(`example_${process.pid}`, landedInTables(project.path));
  const tx = (args: readonly string[], options: Partial<InvocationOptions> = {}): Promise<Invocation> =>
    runTx(args, { cwd: project.path, ...options });
  /** Contents of what the days are built into; when a snapshot saw a state is its own affair. */
  const tables = async (): Promise<Readonly<Record<string, string>>> => {
    const { relations } = await readState(database);
    return Object.fromEntries(
      Object.entries(relations).filter(([name]) => /^(bronze|silver|gold)\./.test(name)),
    );
  };
  let dayByDay: Readonly<Record<string, string>>;

  beforeAll(async () => {
    moveToPostgres(project, ROOT, database.output);
    await database.restore(null);
    for (const day of DAYS) {
      const { code, stdout } = await tx(['build', '--vars', `date: 2026-05-${day}`]);
      expect(code, stdout).toBe(0);
    }
    dayByDay = await tables();
    expect(Object.keys(dayByDay)).toHaveLength(11);
  });
  afterAll(async () => {
    await database.close();
    project.remove();
  });

  it('are the same by one backfill, which a signal stopped and which was run again', async () => {
    await database.restore(null);
    const backfill = ['backfill', ...WINDOW, '--max-active', '3'];
    const stopped = await tx(backfill, {
      onOutput: (soFar, signal) => {
        if (/OK .*daily_revenue/.test(soFar)) signal('SIGKILL');
      },
    });
    expect(stopped.code).toBe(null);
    const { code, stdout } = await tx(backfill);
    expect(code, stdout).toBe(0);
    expect(await tables()).toEqual(dayByDay);
    expect(await database.locks()).toEqual([]);
  });

  it('show their gaps, which a run fills', async () => {
    await database.restore(null);
    for (const day of ['24', '26'])
      expect((await tx(['build', '--vars', `date: 2026-05-${day}`])).code).toBe(0);
    const shown = await tx(['intervals', '-s', 'orders_clean', '--vars', 'date: 2026-05-28']);
    expect(shown.stdout).toMatch(/missing/);
    const { code, stdout } = await tx(['build', '--catch-up', '--vars', 'date: 2026-05-28']);
    expect(code, stdout).toBe(0);
    expect(await tables()).toEqual(dayByDay);
  });

  it('are the same when they are loaded anew as a whole and swapped in', async () => {
    await database.query("delete from bronze.orders where dt = '2026-05-25'");
    const { code, stdout } = await tx(['backfill', ...WINDOW, '--full-reload', '--reason', 'a day was lost']);
    expect(code, stdout).toBe(0);
    expect(await tables()).toEqual(dayByDay);
  });

  it('stand the proof, which leaves the warehouse as it was', async () => {
    const before = await readState(database);
    const { code, stdout, stderr } = await tx(['prove', '--vars', 'date: 2026-05-28']);
    expect(stdout + stderr).toMatch(/built twice gave the same/);
    expect(code).toBe(0);
    expect((await readState(database)).relations).toEqual(before.relations);
  });
});
