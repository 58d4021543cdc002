import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { scratchFolder, shopFiles } from '../support/run-tx.ts';

const PROGRAM = path.resolve(import.meta.dirname, '../../bin/tx');

/** The most threads that a run has at once. Looked at from outside: what Node loads by itself may start its pool. */
async function mostThreads(cwd: string, threads: number): Promise<number> {
  // The tests themselves run under a pool of their own.
  const env = { ...process.env, UV_THREADPOOL_SIZE: undefined };
  const child = spawn(process.execPath, [PROGRAM, 'run', '--threads', String(threads)], {
    cwd,
    env,
    stdio: 'ignore',
  });
  const ended = once(child, 'exit');
  let most = 0;
  while (child.exitCode === null) {
    try {
      most = Math.max(most, readdirSync(`/proc/${child.pid}/task`).length);
    } catch {
      // It ended meanwhile.
    }
    await setTimeout(2);
  }
  expect(await ended).toEqual([0, null]);
  return most;
}

describe.runIf(process.platform === 'linux')('the threads that queries of DuckDB run on', () => {
  it('are as many as the run has, and a few more', async () => {
    const folder = scratchFolder(shopFiles({ 'models/one.sql': 'select 1 as id' }));
    const few = await mostThreads(folder.path, 1);
    expect((await mostThreads(folder.path, 41)) - few).toBeGreaterThan(30);
    folder.remove();
  });
});
