import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { scratchFolder } from '../support/run-tx.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');

describe('the worked backfill of the example', () => {
  const folder = scratchFolder();
  let said = '';

  beforeAll(async () => {
    const script = path.join(ROOT, 'example-project/scripts/worked-backfill.mjs');
    const tx = `${process.execPath} ${path.join(ROOT, 'bin/tx')}`;
    const args = [script, '--rows', '2000', '--folder', folder.path, '--tx', tx];
    ({ stdout: said } = await promisify(execFile)(process.execPath, args));
  }, 240_000);
  afterAll(() => folder.remove());

  it('finds the three days stale, and no other', () => {
    expect(said).toContain('revenue_by_region: 2026-05-02 to 2026-05-08, 4 covered, 3 stale');
    expect(said).toContain('2026-05-04 Mo  ~~~■■');
    expect(said).toContain('revenue_by_region: 2026-05-02 to 2026-05-08, 7 covered');
  });

  it('plans what depends on the mapping alone', () => {
    expect(said).toMatch(/\| model\.example\.revenue_by_region +\| build +\| build +\| build +\|/);
    expect(said).not.toMatch(/\| model\.example\.orders +\| build/);
  });

  it('audits the days and names the reason', () => {
    for (const day of ['2026-05-04', '2026-05-05', '2026-05-06']) {
      expect(said).toMatch(new RegExp(`\\| revenue_by_region \\| ${day} +\\| covered +\\| 21 +\\|`));
    }
    expect(said).toMatch(/backfill of 3 nodes by .*: region mapping lacked FR and NL/);
  });

  it('mends what was wrong, leaves other days as they were, and ends as if it had never been wrong', () => {
    const days = [
      ...said.matchAll(/^(2026-05-0\d) {2}(\w+) +orders without a region: (\d+) before, (\d+) after$/gm),
    ];
    expect(days.map(([, day, what]) => `${day} ${what}`)).toEqual([
      '2026-05-02 mended',
      '2026-05-03 mended',
      '2026-05-04 mended',
      '2026-05-05 unchanged',
      '2026-05-06 unchanged',
      '2026-05-07 unchanged',
      '2026-05-08 unchanged',
    ]);
    for (const [, , what, before, after] of days) {
      expect(Number(before) > 0).toBe(what === 'mended');
      expect(after).toBe('0');
    }
    expect(said).not.toContain('CHANGED');
    expect(said).toContain('The same as if the mapping had never been wrong.');
  });
});
