import { hostname } from 'node:os';
import { connectionSession } from '../ledger/connection-session.ts';
import type { LedgerTarget } from '../ledger/ledger-tables.ts';
import { createAdvisoryLocks } from '../ledger/locks/advisory-locks.ts';
import { createExclusiveLocks } from '../ledger/locks/exclusive-locks.ts';
import { createLeasedLocks } from '../ledger/locks/leased-locks.ts';
import type { LockWait, RunLocks } from '../ledger/locks/run-locks.ts';
import { countedLocks } from '../ledger/locks/counted-locks.ts';
import type { RunContext } from './run-context.ts';

/** The pool's slot whose connection holds locks and does nothing else. */
const LOCK_SLOT = -1;
const LEASE_SECONDS = 60;

/**
 * The locks of a run, by what its adapter has; null where there is nothing to keep them in (rows without a ledger), of
 * which a warning tells.
 */
export function openLocks(
  run: Pick<RunContext, 'env' | 'pool' | 'runId' | 'stop'>,
  ledger: LedgerTarget | null,
  timeoutSeconds: number,
): RunLocks | null {
  const { locking } = run.env.project.profile.adapter;
  const wait: LockWait = {
    timeoutSeconds,
    stopped: () => run.stop.reason !== null,
    onWait: (name, holder) => tell(run, `Waiting for ${name}: ${holder ?? 'another process'} holds it`),
  };
  const connect = () => run.pool.connect(LOCK_SLOT);
  switch (locking.kind) {
    case 'exclusive-database':
      return createExclusiveLocks(run.runId);
    case 'advisory':
      return countedLocks(createAdvisoryLocks(locking.locks, connect, wait));
    case 'leased-row':
      if (ledger === null) {
        tell(
          run,
          'Without a ledger two processes may write a relation at once: this warehouse has no other locks',
        );
        return null;
      }
      return countedLocks(
        createLeasedLocks(ledger, async () => connectionSession(await connect()), {
          runId: run.runId,
          holder: `run ${run.runId}, process ${process.pid} on ${hostname()}`,
          leaseSeconds: LEASE_SECONDS,
          wait,
        }),
      );
  }
}

function tell(run: Pick<RunContext, 'env'>, text: string): void {
  run.env.events.emit({ kind: 'message', level: 'warn', name: 'WaitingForLock', text });
}
