import { spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contentHashes } from '../support/content-hash.ts';
import { runTx, scratchFolder, shopFiles, type Invocation } from '../support/run-tx.ts';

const SOURCE = path.resolve(import.meta.dirname, '../../example-project');
const PROGRAM = path.resolve(import.meta.dirname, '../../bin/tx');
const WINDOW = ['--start-date', '2026-05-24', '--end-date', '2026-05-28'];

interface Report {
  readonly complete: boolean;
  readonly relations: readonly {
    readonly unique_id: string;
    readonly rows: number | null;
    readonly duplicate_keys: number | null;
    readonly missing: readonly string[];
    readonly intervals: readonly {
      readonly value: string;
      readonly rows: number;
      readonly last_merge: string;
    }[];
  }[];
}

describe('tx backfill of the example project', () => {
  const project = scratchFolder({ 'tx.yml': '' }, SOURCE);
  const database = path.join(project.path, 'example.duckdb');
  const tx = (...args: string[]): Promise<Invocation> => runTx(args, { cwd: project.path });
  const backfill = async (...args: string[]): Promise<Report> => {
    const run = await tx('backfill', ...args, '--output', 'json');
    expect(run.stderr).not.toContain('Error');
    return JSON.parse(run.stdout) as Report;
  };
  // The ledger tells of runs, the history of a snapshot of when they were.
  const tables = async () =>
    Object.fromEntries(
      Object.entries(await contentHashes(database)).filter(([name]) => !/\btx\b|history/.test(name)),
    );
  let dayByDay: Readonly<Record<string, string>>;

  beforeAll(async () => {
    rmSync(database, { force: true });
    for (let day = 24; day <= 28; day += 1) {
      expect((await tx('build', '--vars', `date=2026-05-${day}`)).code).toBe(0);
    }
    dayByDay = await tables();
  });
  afterAll(() => project.remove());

  it.each(['1', '4', '10'])('makes what one build a day makes, with %s days in flight', async (maxActive) => {
    rmSync(database);
    const report = await backfill(...WINDOW, '--max-active', maxActive);
    expect(await tables()).toEqual(dayByDay);
    expect(report.complete).toBe(true);
    const clean = report.relations.find((each) => each.unique_id.endsWith('.orders_clean'));
    expect(clean).toMatchObject({ rows: 9969, duplicate_keys: 0, missing: [] });
    expect(clean?.intervals.map(({ value }) => value)).toEqual(
      ['24', '25', '26', '27', '28'].map((day) => `2026-05-${day}`),
    );
    expect(clean?.intervals[0]?.rows).toBe(1993);
  });

  it('leaves covered intervals alone, and builds them anew with --restate', async () => {
    const before = await backfill(...WINDOW, '-s', 'orders');
    const merges = ({ relations }: Report) => relations[0]?.intervals.map((each) => each.last_merge);
    expect(merges(await backfill(...WINDOW, '-s', 'orders'))).toEqual(merges(before));
    const window = ['--start-date', '2026-05-26', '--end-date', '2026-05-27'];
    await backfill(...window, '-s', 'orders', '--restate', '--reason', 'the file came again');
    const after = merges(await backfill(...WINDOW, '-s', 'orders')) ?? [];
    expect(after.map((merge, index) => merge !== merges(before)?.[index])).toEqual([
      false,
      false,
      true,
      true,
      false,
    ]);
    expect(await tables()).toEqual(dayByDay);
  });

  it('writes who asked for what, and why', async () => {
    await backfill(
      '--start-date',
      '2026-05-24',
      '--end-date',
      '2026-05-25',
      '-s',
      'orders',
      '--restate',
      '--reason',
      'mapping',
    );
    const shown = await tx('runs', 'show', '--output', 'json');
    const { auditEvents } = JSON.parse(shown.stdout) as { auditEvents: readonly Record<string, unknown>[] };
    expect(auditEvents).toMatchObject([
      {
        kind: 'restatement',
        reason: 'mapping',
        command: 'tx backfill --start-date 2026-05-24 --end-date 2026-05-25 -s orders --restate',
        window: { start: '2026-05-24T00:00:00.000Z', end: '2026-05-26T00:00:00.000Z' },
        nodes: ['model.example.orders'],
      },
    ]);
  });

  it('takes a day built with other code for stale, and builds it again', async () => {
    const file = 'models/gold/landing_quality.sql';
    project.write({ [file]: `-- changed\n${readFileSync(path.join(SOURCE, file), 'utf8')}` });
    const listed = await tx('intervals', '-s', 'landing_quality', '--output', 'json');
    expect(JSON.parse(listed.stdout)).toMatchObject({ models: [{ covered: 0, stale: 5, missing: 0 }] });
    const again = await tx('backfill', ...WINDOW, '-s', '+landing_quality', '--output', 'json');
    expect(JSON.parse(again.stdout)).toMatchObject({ complete: true });
    expect(again.stderr).toContain('unique_landing_quality_dt for 2026-05-24');
    // What is covered is neither built nor tested again.
    expect(again.stderr).not.toContain('not_null_orders_dt for');
  });

  it.each(['SIGKILL', 'SIGINT'] as const)('goes on after %s', async (signal) => {
    rmSync(database);
    const args = ['backfill', ...WINDOW, '-s', '+revenue_by_region', '--max-active', '2'];
    const ended = await new Promise<number | null>((resolve) => {
      const child = spawn(process.execPath, [PROGRAM, ...args], { cwd: project.path });
      let said = '';
      child.stderr.on('data', (chunk: Buffer) => {
        said += chunk.toString();
        if (/OK created sql incremental model bronze\.orders for 2026-05-24/.test(said) && !child.killed)
          child.kill(signal);
      });
      child.on('close', resolve);
    });
    expect(ended).toBe(signal === 'SIGINT' ? 2 : null);
    const listed = await tx('intervals', '-s', 'orders', '--output', 'json');
    const [orders] = (JSON.parse(listed.stdout) as { models: readonly { covered: number }[] }).models;
    expect(orders!.covered).toBeGreaterThanOrEqual(1);
    expect(orders!.covered).toBeLessThan(5);
    const again = await tx(...args);
    expect(again.stderr).not.toContain('bronze.orders for 2026-05-24');
    expect(again.code).toBe(0);
    const wanted = Object.entries(dayByDay).filter(([name]) => /revenue_by_region|orders_clean/.test(name));
    expect(wanted).toHaveLength(2);
    expect(await tables()).toMatchObject(Object.fromEntries(wanted));
  });

  it('prints grid and statements and changes nothing', async () => {
    rmSync(database);
    const run = await tx(
      'backfill',
      '--start-date',
      '2026-05-24',
      '--end-date',
      '2026-05-25',
      '-s',
      'orders',
      '--dry-run',
    );
    expect(run.stdout).toMatch(/\| node +\| 2026-05-24 \| 2026-05-25 \|/);
    expect(run.stdout).toMatch(/\| model\.example\.orders +\| build +\| build +\|/);
    expect(run.stdout).toContain(
      '-- model.example.orders: sql incremental model bronze.orders for 2026-05-25',
    );
    expect(run.stdout).toContain("where dt = date '2026-05-24'");
    expect((await tx('intervals', '--output', 'json')).stdout).not.toContain('"covered": 1');
  });
});

describe('tx backfill refuses', () => {
  const project = scratchFolder(
    shopFiles({
      'tx.yml': '',
      'models/plain.sql': 'select 1 as id',
      'models/day.sql': "select '{{ var('date') }}' as d",
    }),
  );
  const run = (...args: string[]): Promise<Invocation> => runTx(['backfill', ...args], { cwd: project.path });
  afterAll(() => project.remove());

  it.each([
    [[], 'TX2102', 'A backfill needs dates'],
    [['--start-date', '2026-05-01'], 'TX2102', 'A backfill needs an end date'],
    [['--start-date', '2026-05-02', '--end-date', '2026-05-01'], 'TX2102', 'The window is reversed'],
    [['--start-date', '2026-05-01', '--end-date', '2999-01-01'], 'TX2102', 'The window ends in the future'],
    [
      ['--start-date', '2026-05-1', '--end-date', '2026-05-02'],
      'TX2101',
      "--start-date does not name a day: '2026-05-1'",
    ],
    [
      ['--start-date', '2026-05-01', '--end-date', '2026-05-02', '-s', 'plain'],
      'TX2103',
      'No selected model reads',
    ],
    [
      ['--start-date', '2026-05-01', '--end-date', '2026-05-02', '--max-active', '0'],
      'TX1121',
      '--max-active',
    ],
  ])('%s', async (args, code, message) => {
    const refused = await run(...args);
    expect(refused.stderr).toContain(code);
    expect(refused.stderr).toContain(message);
    expect(refused.stderr).toContain('help:');
    expect(refused.code).toBe(2);
  });

  it('a project that keeps no ledger', async () => {
    const window = ['--start-date', '2026-05-01', '--end-date', '2026-05-02'];
    project.write({ 'tx.yml': 'ledger: off\n' });
    expect((await run(...window)).stderr).toContain('tx.yml switches off');
    rmSync(path.join(project.path, 'tx.yml'));
    expect((await run(...window)).stderr).toContain('the project has no tx.yml');
  });
});
