import type { Connection } from '../adapter-api/connection.ts';
import type { LedgerSession } from './ledger-session.ts';

/** A session for the ledger over a plain connection, outside of a run. */
export function connectionSession(connection: Connection): LedgerSession {
  return {
    run: (sql) => connection.execute(sql),
    begin: () => connection.begin(),
    commit: () => connection.commit(),
    rollback: () => connection.rollback(),
    connection: () => Promise.resolve(connection),
  };
}
