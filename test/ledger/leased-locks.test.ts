import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { duckdbAdapter } from '../../adapters/duckdb/adapter.ts';
import type { Warehouse } from '../../src/adapter-api/adapter.ts';
import { connectionSession } from '../../src/ledger/connection-session.ts';
import type { LedgerSession } from '../../src/ledger/ledger-session.ts';
import type { LedgerTarget } from '../../src/ledger/ledger-tables.ts';
import { createLeasedLocks } from '../../src/ledger/locks/leased-locks.ts';
import { runLockName, type RunLocks } from '../../src/ledger/locks/run-locks.ts';
import { openLedger } from '../../src/ledger/open-ledger.ts';

const { dialect, introspector } = duckdbAdapter;
const target: LedgerTarget = { dialect, database: 'memory', schema: 'tx' };

let warehouse: Warehouse;
let session: LedgerSession;
let waits: string[];
const opened: RunLocks[] = [];

beforeEach(async () => {
  const credentials = duckdbAdapter.parseCredentials({ type: 'duckdb' }, { profileFile: 'profiles.yml' });
  warehouse = await duckdbAdapter.open(credentials, { threads: 1, projectRoot: '.' });
  session = connectionSession(await warehouse.connect());
  await openLedger(target, session, { introspector, transactionalDdl: true, txVersion: '1.0.0' });
  waits = [];
});
afterEach(async () => {
  for (const locks of opened.splice(0)) await locks.close();
  await warehouse.close();
});

const locksOf = (runId: string, timeoutSeconds = 5): RunLocks => {
  const locks = createLeasedLocks(target, async () => connectionSession(await warehouse.connect()), {
    runId,
    holder: `run ${runId}`,
    leaseSeconds: 60,
    wait: {
      timeoutSeconds,
      onWait: (name, holder) => waits.push(`${name}: ${holder}`),
      stopped: () => false,
    },
  });
  opened.push(locks);
  return locks;
};
const expire = (): Promise<unknown> => session.run("update tx.locks set expires_at = timestamp '2000-01-01'");

describe('locks as rows', () => {
  it('are given to one run at a time; the other says whom it waits for, and gives up in time', async () => {
    const [first, second] = [locksOf('aaa'), locksOf('bbb', 0.2)];
    await first.acquire('orders');
    await second.acquire('items');
    await expect(second.acquire('orders')).rejects.toMatchObject({
      errors: [{ code: 'TX7003', message: 'orders is locked by run aaa: it was not free within 0.2 s' }],
    });
    expect(waits).toEqual(['orders: run aaa']);
    await first.release('orders');
    await second.acquire('orders');
    await second.verify('orders');
  });

  it('of a holder that died are free once their lease is over', async () => {
    const [dead, next] = [locksOf('aaa'), locksOf('bbb')];
    await dead.acquire(runLockName('aaa'));
    await dead.acquire('orders');
    expect(await next.isAlive('aaa')).toBe(true);
    const waiting = next.acquire('orders');
    await expect.poll(() => waits).toEqual(['orders: run aaa']);
    await expire();
    await waiting;
    expect(await next.isAlive('aaa')).toBe(false);
    // A holder that was only asleep finds out before it publishes.
    await expect(dead.verify('orders')).rejects.toMatchObject({ errors: [{ code: 'TX7004' }] });
    await dead.release('orders');
    await next.verify('orders');
  });

  it('leave no row held behind when a run closes', async () => {
    const locks = locksOf('aaa');
    await locks.acquire('orders');
    await locks.close();
    expect((await session.run('select run_id, token from tx.locks')).rows).toEqual([[null, 1n]]);
  });
});
