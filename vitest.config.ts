import { defineConfig } from 'vitest/config';
import { LongestFirst } from './test/support/longest-first.ts';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/global-setup.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    pool: 'forks',
    // Most tests wait for a process or a server that they started: a worker for every core keeps all of them at work.
    maxWorkers: '100%',
    sequence: { sequencer: LongestFirst },
    env: { TZ: 'UTC', UV_THREADPOOL_SIZE: '16' },
  },
});
