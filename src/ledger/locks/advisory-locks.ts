import type { Connection } from '../../adapter-api/connection.ts';
import type { AdvisoryLocks, LockAnswer } from '../../adapter-api/locking.ts';
import type { RelationType } from '../../adapter-api/relation.ts';
import { OperationalError } from '../../errors/operational-error.ts';
import { ProjectFailure } from '../../errors/project-error.ts';
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
  const { held, givenUp, exchange, holder } = createLockSession(locks, connect);
  let timer: NodeJS.Timeout | null = null;
  const cancelTimer = (): void => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
  };

  return {
    async acquire(name, relation) {
      // Taking back what was not yet given up needs no request.
      if (held.get(name)?.usable === true && givenUp.delete(name)) return false;
      let found: RelationType | null = null;
      const attempt = async (): Promise<boolean> => {
        const answer = await exchange(name, relation);
        found = answer.found;
        return answer.taken;
      };
      const waited = await waitForLock({ name, attempt, holder: () => holder(name) }, wait);
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
    verify(name) {
      return held.get(name)?.usable === true ? Promise.resolve() : Promise.reject(lost(name));
    },
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

/** The requests of the connection that holds the locks, one after the other, and what it holds. */
function createLockSession(locks: AdvisoryLocks, connect: () => Promise<Connection>) {
  const inTurn = serial();
  const givenUp = new Set<string>();
  /** Names that are held, with the connection that holds each: a lock goes with its connection. */
  const held = new Map<string, Connection>();

  /** The connection for locks; where it is another one than before, the lock of the run itself is taken again. */
  const connection = async (): Promise<Connection> => {
    const current = await connect();
    for (const [name, former] of held) {
      if (former === current || !name.startsWith(runLockName(''))) continue;
      const { taken } = await locks.exchange(current, { release: [], acquire: name, relation: null });
      if (taken) held.set(name, current);
    }
    return current;
  };
  const exchange = (acquire: string | null, relation?: KnownRelation): Promise<LockAnswer> =>
    inTurn(async () => {
      const release = [...givenUp];
      givenUp.clear();
      if (release.length === 0 && acquire === null) return { taken: true, found: null };
      for (const name of release) held.delete(name);
      const current = await connection();
      const answer = await locks.exchange(current, { release, acquire, relation: relation ?? null });
      if (acquire !== null && answer.taken) held.set(acquire, current);
      return answer;
    });
  const holder = (name: string): Promise<string | null> =>
    inTurn(async () => locks.holder(await connect(), name));
  return { held, givenUp, exchange, holder };
}

/** Its cause passes by itself, so that the node may be tried again. */
function lost(name: string): ProjectFailure {
  return new ProjectFailure({
    code: 'TX7004',
    message: `The connection that held the lock of ${name} was cut; nothing was published`,
    hint: 'Another process may have taken the lock since. Run it again.',
    cause: new OperationalError('the connection of the locks was cut', 'transient'),
  });
}
