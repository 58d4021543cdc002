import type { Project } from '../config/project.ts';
import { ProjectFailure } from '../errors/project-error.ts';
import type { EventBus } from '../events/event-bus.ts';
import { connectionSession } from '../ledger/connection-session.ts';
import type { LedgerSession } from '../ledger/ledger-session.ts';
import type { LedgerTarget } from '../ledger/ledger-tables.ts';
import { readLedgerState } from '../ledger/open-ledger.ts';
import { ledgerTarget } from './ledger-of-project.ts';
import { poolOf } from './pool-of-project.ts';

/**
 * Does `work` with the project's ledger, on a connection of its own; gives `empty` where no run has made a ledger yet.
 * Throws ProjectFailure TX5003 when the project keeps none, and what `work` throws.
 */
export async function readLedger<T>(
  project: Project,
  events: EventBus,
  empty: T,
  work: (target: LedgerTarget, session: LedgerSession) => Promise<T>,
): Promise<T> {
  const target = ledgerTarget(project);
  if (target === null) throw noLedger(project);
  const pool = poolOf(project, events);
  try {
    const session = connectionSession(await pool.connect(0));
    const state = await readLedgerState(target, session, project.profile.adapter.introspector);
    return state.format === 0 ? empty : await work(target, session);
  } finally {
    await pool.close();
  }
}

/** The failure of a command that needs a ledger where the project keeps none. */
export function noLedger(project: Project): ProjectFailure {
  const off = project.tx !== null;
  return new ProjectFailure({
    code: 'TX5003',
    message: off ? 'The ledger is switched off in tx.yml' : 'The project keeps no ledger: it has no tx.yml',
    hint: off ? 'Remove ledger: off.' : 'Run tx init in the project folder; it writes one.',
    location: { file: off ? 'tx.yml' : 'dbt_project.yml' },
  });
}
