/** What a warehouse can do. A materialization names what it needs; a lack is an error with a hint, never a fallback. */
export interface Capabilities {
  /** DDL can be rolled back. */
  readonly transactionalDdl: boolean;
  /** Several statements commit as one. */
  readonly multiStatementTransactions: boolean;
  /** `create or replace table … as` is one atomic statement. */
  readonly createOrReplaceTable: boolean;
  /** A relation can take another's name in one atomic step (rename inside a transaction, or a swap statement). */
  readonly atomicSwap: boolean;
  readonly merge: boolean;
  /** `insert … on conflict (keys) do update` is one atomic statement. */
  readonly upsert: boolean;
  /** A MERGE can take `matched` conditions and run with an inlined query as its source. */
  readonly mergeFromQuery: boolean;
  /** The warehouse has partitions of its own and can overwrite some of them. */
  readonly partitionOverwrite: boolean;
  readonly clone: boolean;
  readonly grants: boolean;
  readonly materializedViews: boolean;
  /** Queries can be written to files, and files be read like tables. */
  readonly externalFiles?: boolean;
  /** Queries can be kept under a name with parameters, and be read like tables. */
  readonly tableFunctions?: boolean;
  /** Constraints the database enforces: check, not_null, unique, primary_key, foreign_key. */
  readonly enforcedConstraints: readonly ConstraintType[];
  /** The bytes a query would scan can be asked before it runs. */
  readonly dryRunBytes: boolean;
  /** Greatest number of connections worth opening at once. */
  readonly maxConnections: number;
}

/** The kinds of constraints that a contract may declare. */
export type ConstraintType = 'check' | 'not_null' | 'unique' | 'primary_key' | 'foreign_key' | 'custom';
