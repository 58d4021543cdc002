import { OperationalError } from '../../errors/operational-error.ts';
import { ProjectFailure } from '../../errors/project-error.ts';
import { serial } from '../../util/serial.ts';
import type { LedgerSession } from '../ledger-session.ts';
import { tableName, type LedgerTarget } from '../ledger-tables.ts';
import { runLockName, type LockWait, type RunLocks } from './run-locks.ts';
import { waitForLock } from './wait-for-lock.ts';

/** What leases need beside the ledger they stand in. */
export interface LeaseOptions {
  readonly runId: string;
  /** Who holds this run's locks, in words for people. */
  readonly holder: string;
  /** Seconds after which a lock whose process does not renew it is free. */
  readonly leaseSeconds: number;
  readonly wait: LockWait;
}

/**
 * Locks as rows of the ledger: taken by an update that only one process can win, renewed while the process lives, free
 * once they expire. Each taking counts the row's token up, so that a process that was paused beyond its lease finds
 * that the lock is not its own any more before it publishes.
 */
export function createLeasedLocks(
  target: LedgerTarget,
  connect: () => Promise<LedgerSession>,
  options: LeaseOptions,
): RunLocks {
  const statements = leaseStatements(target, options);
  const inTurn = serial();
  const tokens = new Map<string, number>();
  const ask = (sql: string) => inTurn(async () => (await connect()).run(sql));

  const renew = async (): Promise<void> => {
    if (tokens.size > 0) await ask(statements.renew([...tokens.keys()]));
  };
  // A renewal that fails is tried again at the next beat; what matters is verified before it is published.
  const beat = setInterval(() => void renew().catch(() => undefined), (options.leaseSeconds * 1000) / 3);
  beat.unref();

  const attempt = async (name: string): Promise<boolean> => {
    try {
      await ask(statements.ensure(name));
      const taken = await ask(statements.take(name));
      if ((taken.rowsAffected ?? 0) === 0) return false;
    } catch (thrown) {
      // Two processes at the same row: one of them loses, and tries again.
      if (thrown instanceof OperationalError && thrown.faultClass === 'conflict') return false;
      throw thrown;
    }
    const { rows } = await ask(statements.token(name));
    tokens.set(name, Number(rows[0]?.[0]));
    return true;
  };

  return {
    async acquire(name) {
      await waitForLock(
        {
          name,
          attempt: () => attempt(name),
          holder: async () => textOrNull((await ask(statements.holder(name))).rows[0]?.[0]),
        },
        options.wait,
      );
      // A row does not tell what others did before this process asked for it.
      return true;
    },
    async release(name) {
      const token = tokens.get(name);
      if (token === undefined) return;
      tokens.delete(name);
      await ask(statements.free(name, token));
    },
    async verify(name) {
      const { rows } = await ask(statements.token(name));
      if (rows.length === 0 || Number(rows[0]?.[0]) !== tokens.get(name)) throw lost(name);
    },
    isAlive: async (runId) => (await ask(statements.holder(runLockName(runId)))).rows.length > 0,
    async close() {
      clearInterval(beat);
      for (const [name, token] of [...tokens]) await ask(statements.free(name, token));
      tokens.clear();
    },
  };
}

function leaseStatements(target: LedgerTarget, { runId, holder, leaseSeconds }: LeaseOptions) {
  const { dialect } = target;
  const table = tableName(target, 'locks');
  const text = (value: string): string => dialect.literal(value);
  const type = dialect.seedType('datetime');
  const now = dialect.cast(dialect.currentTimestamp(), type);
  const dateadd = dialect.functions['dateadd'] as
    ((part: string, count: number, from: string) => string) | undefined;
  const until = dialect.cast(dateadd?.('second', leaseSeconds, now) ?? now, type);
  const mine = `run_id = ${text(runId)}`;
  return {
    ensure: (name: string) =>
      [
        `insert into ${table} (name, run_id, token, holder, expires_at)`,
        `select ${text(name)}, null, 0, null, null`,
        `where not exists (select 1 from ${table} where name = ${text(name)})`,
      ].join('\n'),
    take: (name: string) =>
      [
        `update ${table}`,
        `set run_id = ${text(runId)}, token = token + 1, holder = ${text(holder)}, expires_at = ${until}`,
        `where name = ${text(name)}`,
        `  and (run_id is null or ${mine} or expires_at < ${now})`,
      ].join('\n'),
    token: (name: string) =>
      `select max(token) as token from ${table} where name = ${text(name)} and ${mine} having count(*) > 0`,
    holder: (name: string) =>
      `select holder from ${table} where name = ${text(name)} and run_id is not null and expires_at >= ${now}`,
    renew: (names: readonly string[]) =>
      `update ${table} set expires_at = ${until} where ${mine} and name in (${names.map(text).join(', ')})`,
    free: (name: string, token: number) =>
      `update ${table} set run_id = null, holder = null, expires_at = null where name = ${text(name)} and ${mine} and token = ${token}`,
  };
}

function textOrNull(cell: unknown): string | null {
  return cell === undefined || cell === null ? null : String(cell);
}

function lost(name: string): ProjectFailure {
  return new ProjectFailure({
    code: 'TX7004',
    message: `The lock of ${name} was taken over by another process; nothing was published`,
    hint: 'This process was stopped for longer than its lease, or lost its connection. Run it again.',
  });
}
