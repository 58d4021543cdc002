import { describe, expect, it } from 'vitest';
import { countedLocks } from '../../src/ledger/locks/counted-locks.ts';
import type { RunLocks } from '../../src/ledger/locks/run-locks.ts';

function recorded(refuses: readonly string[] = []): { readonly locks: RunLocks; readonly log: string[] } {
  const log: string[] = [];
  const locks: RunLocks = {
    acquire: (name) => {
      log.push(`acquire ${name}`);
      return refuses.includes(name) ? Promise.reject(new Error(`${name} is taken`)) : Promise.resolve(true);
    },
    release: (name) => Promise.resolve(void log.push(`release ${name}`)),
    verify: () => Promise.resolve(),
    isAlive: () => Promise.resolve(true),
    close: () => Promise.resolve(),
  };
  return { locks: countedLocks(locks), log };
}

describe('locks that a run takes several times', () => {
  it('are taken with the first and given up with the last', async () => {
    const { locks, log } = recorded();
    const taken = await Promise.all([
      locks.acquire('orders'),
      locks.acquire('orders'),
      locks.acquire('items'),
    ]);
    expect(taken).toEqual([true, true, true]);
    await locks.release('orders');
    expect(log).toEqual(['acquire orders', 'acquire items']);
    await locks.release('orders');
    expect(log).toEqual(['acquire orders', 'acquire items', 'release orders']);
  });

  it('are asked for again after they were given up', async () => {
    const { locks, log } = recorded();
    await locks.acquire('orders');
    await locks.release('orders');
    await locks.acquire('orders');
    expect(log).toEqual(['acquire orders', 'release orders', 'acquire orders']);
  });

  it('are held by nobody when they could not be taken', async () => {
    const { locks, log } = recorded(['orders']);
    const both = await Promise.allSettled([locks.acquire('orders'), locks.acquire('orders')]);
    expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await locks.release('orders');
    await expect(locks.acquire('orders')).rejects.toThrow('taken');
    expect(log).toEqual(['acquire orders', 'acquire orders']);
  });
});
