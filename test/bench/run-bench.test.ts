import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runBench } from '../../bench/run-bench.ts';
import { projectItems } from '../../bench/project-items.ts';
import { largeItems } from '../../bench/large-data-project.ts';
import type { Row } from '../../bench/peers.ts';
import { scratchFolder, type ScratchFolder } from '../support/run-tx.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');

/** Whether the suite runs, and never how fast. */
describe('the benchmark suite', () => {
  let scratch: ScratchFolder;
  beforeAll(() => {
    scratch = scratchFolder();
  });
  afterAll(() => scratch.remove());

  it('times every item and writes what it found', async () => {
    const out = path.join(scratch.path, 'results.json');
    const small = ['--sizes', '12', '--rounds', '1', '--rows', '2000', '--postgres', '6'];
    const backfill = ['--backfill', '100', '--backfill-days', '2'];
    const code = await runBench(
      [...small, ...backfill, '--out', out, '--folder', path.join(scratch.path, 'work')],
      ROOT,
    );
    expect(code).toBe(0);
    const { rows } = JSON.parse(readFileSync(out, 'utf8')) as { rows: readonly Row[] };
    const itemsOf = (suite: string): readonly string[] =>
      rows.filter((row) => row.suite === suite).map(({ item }) => item);
    expect(itemsOf('project')).toEqual(projectItems.map(({ name }) => name));
    expect(itemsOf('large data')).toEqual(largeItems.map(({ name }) => name));
    expect(itemsOf('postgres')).toEqual(['build']);
    expect(rows.filter(({ medians }) => (medians.tx?.wall ?? 0) <= 0)).toEqual([]);
  }, 180_000);

  it('times a backfill against builds and statements', async () => {
    const out = path.join(scratch.path, 'backfill.json');
    const alone = ['--sizes', '0', '--rows', '0', '--postgres', '0', '--rounds', '1'];
    const size = ['--backfill', '50', '--backfill-days', '2'];
    const folder = ['--out', out, '--folder', path.join(scratch.path, 'backfills')];
    expect(await runBench([...alone, ...size, ...folder], ROOT)).toBe(0);
    const { rows } = JSON.parse(readFileSync(out, 'utf8')) as { rows: readonly Row[] };
    expect(rows.map(({ item }) => item)).toEqual(['backfill', 'a build a day']);
    expect(rows.every(({ medians }) => (medians.tx?.wall ?? 0) > 0)).toBe(true);
    expect(rows[0]?.medians.raw?.wall).toBeGreaterThan(0);
  }, 180_000);

  it('says what it takes, and refuses what it does not know', async () => {
    await expect(runBench(['--sizes', 'many'], ROOT)).rejects.toThrow(
      "--sizes takes whole numbers, not 'many'",
    );
    await expect(runBench(['--fast'], ROOT)).rejects.toThrow('--fast');
  });
});
