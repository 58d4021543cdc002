import type { RelationName, RelationType } from '../../adapter-api/relation.ts';

/** The locks of one run. A lock is a name: a relation's, or that of the run itself while it lives. */
export interface RunLocks {
  /**
   * Takes a lock, waiting for whoever holds it; true when what was known of its relation may be old, because another
   * process has changed it. Throws ProjectFailure TX7003 after the time allowed.
   */
  acquire(name: string, relation?: KnownRelation): Promise<boolean>;
  /** Gives up a lock. */
  release(name: string): Promise<void>;
  /** Makes sure that a lock is still this run's. Throws ProjectFailure TX7004 when another process took it over. */
  verify(name: string): Promise<void>;
  /** Whether a run's process still lives, as far as its locks tell. */
  isAlive(runId: string): Promise<boolean>;
  /** Gives up everything. */
  close(): Promise<void>;
}

/** What waiting for a lock needs. */
export interface LockWait {
  readonly timeoutSeconds: number;
  /** Told once a lock that somebody else holds. */
  readonly onWait: (name: string, holder: string | null) => void;
  /** True when the run was asked to stop: waiting ends. */
  readonly stopped: () => boolean;
}

/** The name of the lock that a run holds as long as it lives. */
export function runLockName(runId: string): string {
  return `run:${runId}`;
}

/** The relation that a lock is for, and what this run takes to stand under its name (null: nothing; undefined: not known). */
export interface KnownRelation extends RelationName {
  readonly type: RelationType | null | undefined;
}
