import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { runTx, scratchFolder, shopFiles } from '../support/run-tx.ts';

describe('tx shim', () => {
  const folder = scratchFolder(shopFiles({ 'models/orders.sql': 'select 1 as id' }));
  const dbt = (...args: string[]): string =>
    execFileSync(path.join(folder.path, 'bin/dbt'), args, {
      cwd: folder.path,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  afterAll(() => folder.remove());

  it('writes a program named dbt that runs tx', async () => {
    expect((await runTx(['shim', 'bin'], { cwd: folder.path })).code).toBe(0);
    expect(dbt('ls', '--select', 'fqn:*')).toBe('shop.orders\n');
  });

  it('answers --version in the form of dbt', () => {
    expect(dbt('--version')).toMatch(/^Core:\n {2}- installed: 1\.\d+\.\d+\n(.*\n)*Plugins:\n {2}- \w+: /);
  });

  it('writes over its own, and over no other program', async () => {
    expect((await runTx(['shim', 'bin'], { cwd: folder.path })).code).toBe(0);
    folder.write({ 'other/dbt': 'the real one' });
    const refused = await runTx(['shim', 'other'], { cwd: folder.path });
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('TX5008');
    expect(readFileSync(path.join(folder.path, 'other/dbt'), 'utf8')).toBe('the real one');
  });
});
