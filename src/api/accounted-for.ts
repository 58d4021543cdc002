import { buryDeadRuns } from '../execute/bury-dead-runs.ts';
import { isFailure, type NodeResult } from '../execute/node-result.ts';
import { openLocks } from '../execute/open-locks.ts';
import { openSession } from '../execute/open-session.ts';
import type { RunContext } from '../execute/run-context.ts';
import type { RunLedger } from '../execute/run-ledger.ts';
import { runLockName, type RunLocks } from '../ledger/locks/run-locks.ts';
import { lockTimeout } from './pool-of-project.ts';

/** The lock under which a ledger is made or upgraded. */
const LEDGER_LOCK = 'ledger';

/** Clocks of several machines never agree to the second. */
const CLOCK_TOLERANCE_SECONDS = 5;

/** The locks of a run; null without tx.yml. */
export function locksOf(
  run: Pick<RunContext, 'env' | 'pool' | 'runId' | 'stop'>,
  ledger: RunLedger | null,
): RunLocks | null {
  const { project } = run.env;
  return project.tx === null ? null : openLocks(run, ledger?.target ?? null, lockTimeout(project.flags));
}

/**
 * Does the work of a run between the ledger's row of its begin and that of its end, under the run's own lock, after
 * cleaning up behind runs that died. Without tx.yml it is the work alone. Throws what the work throws.
 */
export async function accountedFor(
  ids: readonly string[],
  run: RunContext,
  work: () => Promise<readonly NodeResult[]>,
): Promise<readonly NodeResult[]> {
  const { ledger, locks } = run;
  if (locks === null && ledger === null) return work();
  // Sessions of their own: that of the begin may have been cut by the end.
  const session = () => openSession(null, 0, run);
  try {
    await begin(run, session());
    if (locks !== null) await buryDeadRuns(ids, session(), run, locks);
    const results = await work().catch(async (thrown: unknown) => {
      // The first fault is the one to report; a ledger that cannot be reached either shows the run as unfinished.
      await ledger?.finish(session(), 'failed').catch(() => undefined);
      throw thrown;
    });
    const failed = results.some((result) => isFailure(result.status));
    const status = run.stop.reason === 'interrupt' ? 'interrupted' : failed ? 'failed' : 'success';
    await ledger?.finish(session(), status);
    return results;
  } finally {
    await locks?.close();
  }
}

/** Rows cannot be locked before the table for them is there; other locks keep two processes from making it at once. */
async function begin(run: RunContext, session: ReturnType<typeof openSession>): Promise<void> {
  const { ledger, locks } = run;
  const early = run.env.project.profile.adapter.locking.kind !== 'leased-row';
  if (early) {
    await locks?.acquire(runLockName(run.runId));
    await locks?.acquire(LEDGER_LOCK);
  }
  const behind = (await ledger?.begin(session)) ?? 0;
  if (behind > CLOCK_TOLERANCE_SECONDS) warnOfClock(behind, run);
  if (early) await locks?.release(LEDGER_LOCK);
  else await locks?.acquire(runLockName(run.runId));
}

function warnOfClock(seconds: number, run: RunContext): void {
  run.env.events.emit({
    kind: 'warning',
    name: 'ClockBehind',
    error: {
      code: 'TX7007',
      message: `The clock of this machine is ${Math.round(seconds)} s behind the last row of the ledger: it went back, or another machine's is fast`,
      hint: 'The ledger goes on from its last instant, so nothing is lost. Set the clock: variables and file names may hold its time too.',
    },
  });
}
