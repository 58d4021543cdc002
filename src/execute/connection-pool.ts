import type { Warehouse } from '../adapter-api/adapter.ts';
import type { Connection } from '../adapter-api/connection.ts';

/** One connection a thread, opened at first use and kept; all can be cancelled at once. */
export interface ConnectionPool {
  /** The connection of a thread slot. Throws OperationalError. */
  connect(slot: number): Promise<Connection>;
  /** Gives up the slot's connection, e.g. after a broken transaction; the next use opens a new one. */
  discard(slot: number): Promise<void>;
  /** Stops every running statement. */
  cancelAll(): Promise<void>;
  close(): Promise<void>;
}

/** A pool over a warehouse that is itself opened only when the first connection is asked for. */
export function createConnectionPool(open: () => Promise<Warehouse>): ConnectionPool {
  let warehouse: Promise<Warehouse> | null = null;
  const slots = new Map<number, Promise<Connection>>();
  const settled = async (): Promise<Connection[]> => {
    const all = await Promise.allSettled(slots.values());
    return all.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  };
  return {
    async connect(slot) {
      const known = slots.get(slot);
      // A session that was cut cannot serve again.
      if (known && (await known).usable) return known;
      const opening = (warehouse ??= open()).then((opened) => opened.connect());
      slots.set(slot, opening);
      opening.catch(() => {
        slots.delete(slot);
        warehouse = null;
      });
      return opening;
    },
    async discard(slot) {
      const known = slots.get(slot);
      slots.delete(slot);
      if (known) await (await known).close();
    },
    async cancelAll() {
      await Promise.allSettled((await settled()).map((connection) => connection.cancel()));
    },
    async close() {
      for (const connection of await settled()) await connection.close();
      slots.clear();
      if (warehouse) await (await warehouse).close();
      warehouse = null;
    },
  };
}
