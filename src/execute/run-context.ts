import type { CompiledNode } from '../compile/compile-node.ts';
import type { InjectedCte } from '../compile/ephemeral.ts';
import type { RunEnvironment } from '../compile/run-environment.ts';
import type { TestBatches } from '../compile/test-batch.ts';
import type { SqlNode } from '../graph/node.ts';
import type { RunLocks } from '../ledger/locks/run-locks.ts';
import type { Audits } from './audits.ts';
import type { ConnectionPool } from './connection-pool.ts';
import type { BatchResults } from './node-result.ts';
import type { Retries } from './retries.ts';
import type { RunLedger } from './run-ledger.ts';

/** Where compiled and executed SQL is kept; the artifacts layer writes files, tests keep it in memory. */
export interface RunRecorder {
  /** What a node was compiled to; of one that is compiled several times the last counts. */
  compiled(node: SqlNode, compiled: Pick<CompiledNode<SqlNode>, 'sql' | 'ctes'>): void;
  /** What was sent of a node, also where it failed. */
  executed(node: SqlNode, statements: readonly string[]): void;
  /** What was told of each node so far, by unique id. */
  readonly kept: ReadonlyMap<string, KeptSql>;
  /** Keeps what was put off until here; told when nothing more runs. */
  finish(): void;
}

/** What is known of the SQL of a node. */
export interface KeptSql {
  /** Null for a node that runs without being compiled (seeds). */
  readonly compiledCode: string | null;
  /** Ephemeral models that were put in. */
  readonly ctes: readonly InjectedCte[];
  readonly wasExecuted: boolean;
}

/** Keeps nothing. */
export const silentRecorder: RunRecorder = {
  compiled: () => undefined,
  executed: () => undefined,
  kept: new Map(),
  finish: () => undefined,
};

/** One invocation that runs nodes: the environment, its connections, and whether it was asked to stop. */
export interface RunContext {
  readonly env: RunEnvironment;
  readonly pool: ConnectionPool;
  readonly recorder: RunRecorder;
  /** Short id in the names of stages. */
  readonly runId: string;
  /** Where the run writes what it did; null without tx.yml, or with `ledger: off`. */
  readonly ledger: RunLedger | null;
  /** Keeps relations from being written by two processes at once; null without tx.yml. */
  readonly locks: RunLocks | null;
  /** Tests that run before their nodes are published, and their results. */
  readonly audits: Audits;
  /** Tests that are answered together. */
  readonly testBatches: TestBatches;
  /** How often what met a passing fault is tried again; null without tx.yml: never, as under dbt. */
  readonly retries: Retries | null;
  /** Windows of a microbatch model from the run that is retried, by unique id: the failed ones run again. */
  readonly batchesToRetry: ReadonlyMap<string, BatchResults>;
  /** Set by Ctrl-C and by --fail-fast; nothing new is started afterwards. */
  readonly stop: StopSignal;
}

/** Why a run stops early. */
export interface StopSignal {
  reason: 'interrupt' | 'fail-fast' | 'failed-hook' | null;
}
