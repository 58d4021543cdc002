import type { Connection, QueryResult } from '../adapter-api/connection.ts';

/** What the ledger needs of a session: statements, and transactions where the warehouse has them. */
export interface LedgerSession {
  /** Runs one statement, or several separated by semicolons. Throws OperationalError. */
  run(sql: string): Promise<QueryResult>;
  begin(): Promise<void>;
  commit(): Promise<void>;
  rollback(): Promise<void>;
  /** The connection, for what introspection asks. */
  connection(): Promise<Connection>;
}
