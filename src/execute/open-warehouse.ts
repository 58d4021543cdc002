import type { Adapter, Warehouse } from '../adapter-api/adapter.ts';
import { OperationalError } from '../errors/operational-error.ts';
import { ProjectFailure } from '../errors/project-error.ts';
import type { EventBus } from '../events/event-bus.ts';
import { sleep } from '../util/sleep.ts';

/** How long to wait for a database that another process holds, and whom to tell. */
export interface WaitForDatabase {
  readonly timeoutSeconds: number;
  readonly events: EventBus;
}

const FIRST_PAUSE_SECONDS = 0.1;
const LONGEST_PAUSE_SECONDS = 2;

/**
 * Opens a warehouse. Where one process holds the whole database, waits for it with a message, then goes on. Throws
 * ProjectFailure TX7003 when it is not free in time, OperationalError for other faults.
 */
export async function openWarehouse(
  adapter: Adapter,
  open: () => Promise<Warehouse>,
  wait: WaitForDatabase,
): Promise<Warehouse> {
  const deadline = performance.now() + wait.timeoutSeconds * 1000;
  let told = false;
  for (let pause = FIRST_PAUSE_SECONDS; ; pause = Math.min(pause * 1.5, LONGEST_PAUSE_SECONDS)) {
    try {
      return await open();
    } catch (thrown) {
      if (adapter.locking.kind !== 'exclusive-database' || !isConflict(thrown)) throw thrown;
      if (performance.now() >= deadline) throw tooLong(thrown, wait.timeoutSeconds);
      if (!told) tell(thrown, wait);
      told = true;
    }
    await sleep(pause * 1000);
  }
}

function isConflict(thrown: unknown): thrown is OperationalError {
  return thrown instanceof OperationalError && thrown.faultClass === 'conflict';
}

function tell(conflict: OperationalError, { events, timeoutSeconds }: WaitForDatabase): void {
  const text = `Waiting up to ${timeoutSeconds} s: ${conflict.message.split('\n').join(' ')}`;
  events.emit({ kind: 'message', level: 'info', name: 'WaitingForLock', text });
}

function tooLong(conflict: OperationalError, seconds: number): ProjectFailure {
  return new ProjectFailure({
    code: 'TX7003',
    message: `${conflict.message}\nIt was not free within ${seconds} s`,
    hint: 'Wait for that process to end, or pass a longer --lock-timeout.',
    cause: conflict,
  });
}
