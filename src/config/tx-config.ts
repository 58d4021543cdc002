/** What becomes of rows whose key is NULL or occurs twice in the source of a merge. */
export type KeyPolicy = 'error' | 'warn' | 'ignore';

/** When a node's new state becomes visible: once its own tests passed, or at once. */
export type PublishMode = 'after-audits' | 'immediately';

/** Size of the interval that a run is for. */
export type IntervalGrain = 'hour' | 'day' | 'week' | 'month' | 'year';

/** tx.yml, checked, with its defaults filled in. Seconds and bytes are plain numbers. */
export interface TxConfig {
  /** Schema of the ledger's tables; null where there is none (`ledger: off`). */
  readonly ledger: { readonly schema: string } | null;
  readonly publish: PublishMode;
  readonly keys: { readonly nulls: KeyPolicy; readonly duplicates: KeyPolicy };
  /** The variable that names the interval a run is for. */
  readonly interval: { readonly var: string; readonly grain: IntervalGrain; readonly timeZone: string };
  /** Attempts at a statement that met a transient fault; `budget` is the most retries of a whole run. */
  readonly retries: {
    readonly attempts: number;
    readonly backoffSeconds: number;
    readonly capSeconds: number;
    readonly budget: number;
  };
  readonly guards: {
    /** Null: no limit. */
    readonly maxBytesScanned: number | null;
    readonly requirePartitionFilter: 'error' | 'warn' | 'off';
  };
}

/** What an empty tx.yml gives. */
export const DEFAULT_TX_CONFIG: TxConfig = {
  ledger: { schema: 'tx' },
  publish: 'after-audits',
  keys: { nulls: 'error', duplicates: 'error' },
  interval: { var: 'date', grain: 'day', timeZone: 'UTC' },
  retries: { attempts: 3, backoffSeconds: 1, capSeconds: 60, budget: 20 },
  guards: { maxBytesScanned: 2_000_000_000_000, requirePartitionFilter: 'warn' },
};
