import type { Connection } from './connection.ts';
import type { RelationName, RelationType } from './relation.ts';

/**
 * How a warehouse keeps two processes from writing one relation at once.
 * - `exclusive-database`: one process holds the whole database, so that opening it is the lock. `open` then throws an
 *   OperationalError of class `conflict` that names the holder, and is tried again.
 * - `advisory`: the database has locks by name that end with the session which took them.
 * - `leased-row`: neither; tx keeps rows in the ledger's lock table, with a heartbeat and a fencing token.
 */
export type Locking =
  | { readonly kind: 'exclusive-database' }
  | { readonly kind: 'advisory'; readonly locks: AdvisoryLocks }
  | { readonly kind: 'leased-row' };

/** Locks by name that belong to a session. Each function is one request to the database. */
export interface AdvisoryLocks {
  /**
   * Gives up the locks `release` of this session and tries to take the lock `acquire`, in one request and without
   * waiting. Throws OperationalError.
   */
  exchange(connection: Connection, request: LockRequest): Promise<LockAnswer>;
  /** Who holds a lock, in words for people (process, user, since when); null when nobody does. Throws OperationalError. */
  holder(connection: Connection, name: string): Promise<string | null>;
}

/** What is asked of a session's locks. */
export interface LockRequest {
  readonly release: readonly string[];
  readonly acquire: string | null;
  /** The relation that the lock is for, to be looked up once it is taken. */
  readonly relation: RelationName | null;
}

/** What came of it. */
export interface LockAnswer {
  /** Whether the lock is held now; true where none was asked for. */
  readonly taken: boolean;
  /** What stands under the relation's name now; null for nothing. */
  readonly found: RelationType | null;
}
