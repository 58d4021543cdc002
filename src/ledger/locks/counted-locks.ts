import type { RunLocks } from './run-locks.ts';

/**
 * Locks that a run may hold several times, for a relation that it builds for several intervals at once: taken with the
 * first, given up with the last.
 */
export function countedLocks(locks: RunLocks): RunLocks {
  const held = new Map<string, { count: number; readonly taken: Promise<boolean> }>();
  return {
    ...locks,
    async acquire(name, relation) {
      const known = held.get(name);
      if (known) {
        known.count += 1;
        return known.taken;
      }
      const taken = locks.acquire(name, relation);
      held.set(name, { count: 1, taken });
      // Who could not take it does not hold it, and whoever waited for it with him learns that too.
      return taken.catch((thrown: unknown) => {
        held.delete(name);
        throw thrown;
      });
    },
    async release(name) {
      const known = held.get(name);
      if (known === undefined) return;
      known.count -= 1;
      if (known.count > 0) return;
      held.delete(name);
      await locks.release(name);
    },
  };
}
