import type { LedgerTarget } from '../ledger/ledger-tables.ts';

/** What a plan takes from the run it is for. */
export interface PlanOptions {
  /** Short id of the run, part of the names of stages. */
  readonly runId: string;
  /** Where the run keeps its ledger; null when it keeps none. */
  readonly ledger: LedgerTarget | null;
  /** Whether tests of the node are to run before it is published, where they can. */
  readonly audited: boolean;
  /** Whether the node is not done with this plan. */
  readonly partial?: boolean;
}
