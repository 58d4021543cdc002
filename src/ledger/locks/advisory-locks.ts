import type { Connection } from '../../adapter-api/connection.ts';
import type { AdvisoryLocks } from '../../adapter-api/locking.ts';
import { serial } from '../../util/serial.ts';
import { runLockName, type LockWait, type RunLocks } from './run-locks.ts';
import { waitForLock } from './wait-for-lock.ts';

/** How long a lock that was given up may wait for the next request to take it along. */
const RELEASE_DELAY_MILLISECONDS = 20;

/**
 * Locks of the database, held by one connection of their own: they end with the process, however it ends. Locks that
 * are given up go with the next request, so that a node costs one.
 */
export function createAdvisoryLocks(
  locks: AdvisoryLocks,
  connect: () => Promise<Connection>,
  wait: LockWait,
): RunLocks {
  const inTurn = serial();
  const givenUp = new Set<string>();
  let timer: NodeJS.Timeout | null = null;

  const exchange = (acquire: string | null): Promise<boolean> =>
    inTurn(async () => {
      const release = [...givenUp];
      givenUp.clear();
      if (release.length === 0 && acquire === null) return true;
      return locks.exchange(await connect(), { release, acquire });
    });
  const cancelTimer = (): void => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
  };

  return {
    acquire(name) {
      // Taking back what was not yet given up needs no request.
      if (givenUp.delete(name)) return Promise.resolve(false);
      return waitForLock(
        {
          name,
          attempt: () => exchange(name),
          holder: () => inTurn(async () => locks.holder(await connect(), name)),
        },
        wait,
      );
    },
    release(name) {
      givenUp.add(name);
      timer ??= setTimeout(() => {
        timer = null;
        // A connection that is lost has given up its locks.
        exchange(null).catch(() => undefined);
      }, RELEASE_DELAY_MILLISECONDS);
      return Promise.resolve();
    },
    verify: () => Promise.resolve(),
    async isAlive(runId) {
      const name = runLockName(runId);
      if (!(await exchange(name))) return true;
      givenUp.add(name);
      return false;
    },
    async close() {
      cancelTimer();
      await exchange(null);
    },
  };
}
