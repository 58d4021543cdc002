import type { RunLocks } from './run-locks.ts';

/** Locks where the open database is the lock: all is this process's, and every other run is dead. */
export function createExclusiveLocks(ownRunId: string): RunLocks {
  return {
    acquire: () => Promise.resolve(false),
    release: () => Promise.resolve(),
    verify: () => Promise.resolve(),
    isAlive: (runId) => Promise.resolve(runId === ownRunId),
    close: () => Promise.resolve(),
  };
}
