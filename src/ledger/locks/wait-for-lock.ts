import { ProjectFailure } from '../../errors/project-error.ts';
import { sleep } from '../../util/sleep.ts';
import type { LockWait } from './run-locks.ts';

const FIRST_PAUSE_SECONDS = 0.05;
const LONGEST_PAUSE_SECONDS = 1;

/** How one attempt at a lock is made, and who is asked about the holder. */
export interface LockAttempt {
  readonly name: string;
  attempt(): Promise<boolean>;
  holder(): Promise<string | null>;
}

/**
 * Tries until the lock is taken; true when it had to wait. Throws ProjectFailure TX7003 when it is not free in time, or
 * when the run was stopped meanwhile.
 */
export async function waitForLock(lock: LockAttempt, wait: LockWait): Promise<boolean> {
  if (await lock.attempt()) return false;
  let holder = await lock.holder();
  wait.onWait(lock.name, holder);
  const deadline = performance.now() + wait.timeoutSeconds * 1000;
  for (let pause = FIRST_PAUSE_SECONDS; ; pause = Math.min(pause * 1.5, LONGEST_PAUSE_SECONDS)) {
    await sleep(pause * 1000);
    if (await lock.attempt()) return true;
    if (wait.stopped()) throw gaveUp(lock.name, holder, 'the run was stopped');
    if (performance.now() >= deadline) {
      holder = (await lock.holder()) ?? holder;
      throw gaveUp(lock.name, holder, `it was not free within ${wait.timeoutSeconds} s`);
    }
  }
}

function gaveUp(name: string, holder: string | null, reason: string): ProjectFailure {
  return new ProjectFailure({
    code: 'TX7003',
    message: `${name} is locked by ${holder ?? 'another process'}: ${reason}`,
    hint: 'Wait for that process to end, or pass a longer --lock-timeout.',
  });
}
