import type { Connection } from '../../adapter-api/connection.ts';
import type { AdvisoryLocks, LockAnswer } from '../../adapter-api/locking.ts';
import type { RelationType } from '../../adapter-api/relation.ts';
import { serial } from '../../util/serial.ts';
import { runLockName, type KnownRelation, type LockWait, type RunLocks } from './run-locks.ts';
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

  const exchange = (acquire: string | null, relation?: KnownRelation): Promise<LockAnswer> =>
    inTurn(async () => {
      const release = [...givenUp];
      givenUp.clear();
      if (release.length === 0 && acquire === null) return { taken: true, found: null };
      return locks.exchange(await connect(), { release, acquire, relation: relation ?? null });
    });
  const cancelTimer = (): void => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
  };

  return {
    async acquire(name, relation) {
      // Taking back what was not yet given up needs no request.
      if (givenUp.delete(name)) return false;
      let found: RelationType | null = null;
      const attempt = async (): Promise<boolean> => {
        const answer = await exchange(name, relation);
        found = answer.found;
        return answer.taken;
      };
      const holder = (): Promise<string | null> => inTurn(async () => locks.holder(await connect(), name));
      const waited = await waitForLock({ name, attempt, holder }, wait);
      return waited || (relation !== undefined && relation.type !== found);
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
      if (!(await exchange(name)).taken) return true;
      givenUp.add(name);
      return false;
    },
    async close() {
      cancelTimer();
      await exchange(null);
    },
  };
}
