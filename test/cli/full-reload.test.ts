import { spawn } from 'node:child_process';
import { DuckDBInstance } from '@duckdb/node-api';
import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contentHashes } from '../support/content-hash.ts';
import { runTx, scratchFolder, type Invocation } from '../support/run-tx.ts';

const SOURCE = path.resolve(import.meta.dirname, '../../example-project');
const PROGRAM = path.resolve(import.meta.dirname, '../../bin/tx');
const WINDOW = ['--start-date', '2026-05-24', '--end-date', '2026-05-28'];
const RELOAD = ['backfill', ...WINDOW, '--full-reload', '--reason', 'the mapping was wrong'];

describe('tx backfill --full-reload', () => {
  const project = scratchFolder({ 'tx.yml': '' }, SOURCE);
  const database = path.join(project.path, 'example.duckdb');
  const tx = (...args: string[]): Promise<Invocation> => runTx(args, { cwd: project.path });
  const tables = async () =>
    Object.fromEntries(
      Object.entries(await contentHashes(database)).filter(([name]) => !/^tx\.|history/.test(name)),
    );
  const read = (file: string): string => readFileSync(path.join(SOURCE, file), 'utf8');
  let before: Readonly<Record<string, string>>;

  beforeAll(async () => {
    rmSync(database, { force: true });
    expect((await tx('backfill', ...WINDOW)).code).toBe(0);
    before = await tables();
  });
  afterAll(() => project.remove());

  it('rebuilds everything, swaps it in once and leaves no stage', async () => {
    const instance = await DuckDBInstance.create(database);
    const connection = await instance.connect();
    await connection.run("delete from bronze.orders where dt = '2026-05-25'");
    connection.closeSync();
    instance.closeSync();
    expect(await tables()).not.toEqual(before);
    const run = await tx(...RELOAD);
    expect(run.stderr).not.toContain('Error');
    expect(run.code).toBe(0);
    expect(await tables()).toEqual(before);
    const listed = await tx('runs');
    const [, reload] = /([0-9a-f]{12})[^\n]*backfill/.exec(listed.stdout) ?? [];
    const shown = await tx('runs', 'show', reload ?? '', '--output', 'json');
    const { auditEvents } = JSON.parse(shown.stdout) as { auditEvents: unknown[] };
    expect(auditEvents).toMatchObject([{ kind: 'full-reload', reason: 'the mapping was wrong' }]);
  });

  it('replaces nothing where a test of one interval fails', async () => {
    const file = 'models/silver/orders_clean.sql';
    const wrong = read(file).replace('amount > 0', "(amount > 0 or dt = date '2026-05-27')");
    project.write({ [file]: wrong });
    const run = await tx(...RELOAD);
    expect(run.code).toBe(1);
    expect(run.stderr).toContain('TX7005');
    expect(await tables()).toEqual(before);
    project.write({ [file]: read(file) });
  });

  it('refuses a window that lacks what is there', async () => {
    const run = await tx(
      'backfill',
      '--start-date',
      '2026-05-25',
      '--end-date',
      '2026-05-28',
      '--full-reload',
    );
    expect(run.code).toBe(2);
    expect(run.stderr).toContain('TX2105');
    expect(run.stderr).toContain('Widen --start-date and --end-date');
    expect(await tables()).toEqual(before);
  });

  it('leaves nothing behind after kill -9, and does it when it is run again', async () => {
    await new Promise<void>((resolve) => {
      const child = spawn(process.execPath, [PROGRAM, ...RELOAD], { cwd: project.path });
      let said = '';
      child.stderr.on('data', (chunk: Buffer) => {
        said += chunk.toString();
        if (/OK created .* for 2026-05-26/.test(said)) child.kill('SIGKILL');
      });
      child.on('close', () => resolve());
    });
    const during = await tables();
    expect(during).toMatchObject(before);
    expect(Object.keys(during).length).toBeGreaterThan(Object.keys(before).length);
    expect((await tx(...RELOAD)).code).toBe(0);
    expect(await tables()).toEqual(before);
  });

  it('prints the statements over the stages and changes nothing', async () => {
    const run = await tx(...RELOAD, '-s', 'orders', '--dry-run');
    expect(run.stdout).toMatch(/create or replace table .*orders__tx_dryrun|orders__tx_[0-9a-f]{12}/s);
    expect(await tables()).toEqual(before);
  });
});
