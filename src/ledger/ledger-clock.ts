import type { LedgerSession } from './ledger-session.ts';
import { tableName, type LedgerTable, type LedgerTarget } from './ledger-tables.ts';

/** Where the ledger's newest instants stand. */
const INSTANTS: readonly (readonly [LedgerTable, string])[] = [
  ['runs', 'started_at'],
  ['node_runs', 'finished_at'],
  ['intervals', 'recorded_at'],
];

/**
 * Milliseconds by which the clock of this machine is behind the newest row of the ledger; 0 where it is not. What the
 * ledger says goes by the order of its rows in time, so a run adds them to every instant that it writes: a clock that
 * went back, or a machine whose clock is slow, never makes a newer row look older. Throws OperationalError.
 */
export async function millisecondsBehind(target: LedgerTarget, session: LedgerSession): Promise<number> {
  const newest = INSTANTS.map(
    ([table, column]) => `select max(${column}) as newest from ${tableName(target, table)}`,
  );
  const { dialect } = target;
  const text = dialect.cast('max(newest)', dialect.seedType('text'));
  const { rows } = await session.run(
    `select ${text} as newest\nfrom (\n${newest.join('\nunion all\n')}\n) instants`,
  );
  const cell = rows[0]?.[0];
  if (cell === null || cell === undefined) return 0;
  const at = Date.parse(`${String(cell).replace(' ', 'T')}Z`);
  return Math.max(0, at + 1 - Date.now());
}
