import type { LedgerTarget } from './ledger-tables.ts';

/** One step of the ledger's format, to `format` from the one before. A released step never changes. */
export interface Migration {
  readonly format: number;
  readonly statements: (target: LedgerTarget) => readonly string[];
}

/** The formats of the ledger that this tx can write: the newest one, and the steps to it from older ones. */
export interface LedgerFormats {
  readonly newest: number;
  /** The oldest first; the first format has none, its tables are created as they are now. */
  readonly migrations: readonly Migration[];
}

/** The ledger's formats. */
export const ledgerFormats: LedgerFormats = { newest: 1, migrations: [] };
