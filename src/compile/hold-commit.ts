import type { NodeSession } from './node-session.ts';

/** A session whose last commit somebody else does. */
export interface HoldingSession {
  readonly session: NodeSession;
  /** Commits now what was to be committed. Throws OperationalError. */
  settle(): Promise<void>;
  /** Whether all that was done stands in a transaction that is still open. */
  isOpen(): Promise<boolean>;
}

/**
 * A session that keeps a commit until the next statement: the last one is left open, so that what follows the caller's
 * work can become visible together with it.
 */
export function holdCommit(session: NodeSession): HoldingSession {
  let held = false;
  let committed = false;
  const settle = async (): Promise<void> => {
    if (!held) return;
    held = false;
    committed = true;
    await session.commit();
  };
  const settled =
    <A extends readonly unknown[], R>(act: (...given: A) => Promise<R>) =>
    async (...given: A): Promise<R> => {
      await settle();
      return act(...given);
    };
  return {
    settle,
    isOpen: async () => !committed && (await session.connection()).inTransaction,
    session: {
      ...session,
      get opened() {
        return session.opened;
      },
      run: settled(session.run),
      execute: settled(session.execute),
      begin: settled(session.begin),
      rollback: settled(session.rollback),
      createSchema: settled(session.createSchema),
      dropSchema: settled(session.dropSchema),
      commit() {
        held = true;
        return Promise.resolve();
      },
    },
  };
}
