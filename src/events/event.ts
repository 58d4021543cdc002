import type { ErrorCode } from '../errors/codes.ts';
import type { ProjectError } from '../errors/project-error.ts';

/** How urgent an event is, the least urgent first. */
export type EventLevel = 'debug' | 'info' | 'warn' | 'error';

/** The node an event is about. */
export interface NodeInfo {
  readonly uniqueId: string;
  readonly name: string;
  readonly resourceType: string;
  readonly materialized: string;
  readonly path: string;
  readonly relation: {
    readonly database: string | null;
    readonly schema: string | null;
    readonly alias: string | null;
  };
}

/** A node's outcome; the statuses are dbt's. */
export type NodeStatus =
  | 'success'
  | 'error'
  | 'skipped'
  | 'reused'
  | 'partial success'
  | 'no-op'
  | 'pass'
  | 'fail'
  | 'warn'
  | 'runtime error';

/** Everything said to people or machines. Subscribers (console, JSON log, metrics, traces) choose what they show. */
export type Event =
  | {
      readonly kind: 'invocation-started';
      readonly command: string;
      readonly version: string;
      readonly argv: readonly string[];
    }
  | { readonly kind: 'project-found'; readonly counts: ReadonlyMap<string, number> }
  | {
      readonly kind: 'run-started';
      readonly nodes: number;
      readonly threads: number;
      readonly target: string;
    }
  | {
      readonly kind: 'node-started';
      readonly node: NodeInfo;
      readonly index: number;
      readonly total: number;
      readonly description: string;
    }
  | { readonly kind: 'node-compiled'; readonly node: NodeInfo }
  | {
      readonly kind: 'statement';
      readonly node: NodeInfo | null;
      readonly sql: string;
      readonly connection: string;
    }
  | {
      readonly kind: 'statement-done';
      readonly node: NodeInfo | null;
      readonly message: string;
      readonly seconds: number;
    }
  | {
      readonly kind: 'node-finished';
      readonly node: NodeInfo;
      readonly index: number;
      readonly total: number;
      readonly status: NodeStatus;
      readonly description: string;
      readonly message: string | null;
      readonly failures: number | null;
      /** Rows changed or made; null when unknown. */
      readonly rows: number | null;
      readonly seconds: number;
      readonly startedAt: string;
      readonly finishedAt: string;
      readonly error: ProjectError | null;
    }
  | {
      readonly kind: 'freshness-finished';
      readonly node: NodeInfo;
      readonly index: number;
      readonly total: number;
      readonly status: NodeStatus;
      readonly seconds: number;
    }
  | {
      readonly kind: 'hook-started';
      readonly node: NodeInfo;
      readonly name: string;
      readonly index: number;
      readonly total: number;
    }
  | {
      readonly kind: 'hook-finished';
      readonly node: NodeInfo;
      readonly name: string;
      readonly index: number;
      readonly total: number;
      readonly status: NodeStatus;
      readonly seconds: number;
    }
  | {
      readonly kind: 'run-finished';
      readonly seconds: number;
      readonly summary: RunSummary;
      readonly failures: readonly FailedNode[];
    }
  | { readonly kind: 'artifact-written'; readonly name: string; readonly path: string }
  | { readonly kind: 'warning'; readonly name: string; readonly error: ProjectError }
  | { readonly kind: 'error'; readonly error: ProjectError }
  /** `log()` and `print()` of a template, and other plain messages. */
  | {
      readonly kind: 'message';
      readonly level: EventLevel;
      readonly name: string;
      readonly text: string;
      readonly stdout?: boolean;
    }
  | {
      readonly kind: 'command-finished';
      readonly command: string;
      readonly success: boolean;
      readonly seconds: number;
    };

/** Counts for dbt's `Done.` line. */
export interface RunSummary {
  readonly pass: number;
  readonly warn: number;
  readonly error: number;
  readonly skip: number;
  readonly noOp: number;
  readonly reused: number;
  readonly total: number;
}

/** A node that failed, for the list at the end of a run. */
export interface FailedNode {
  readonly node: NodeInfo;
  readonly status: NodeStatus;
  /** The error's code; null for tests that found rows. */
  readonly code: ErrorCode | null;
  readonly message: string;
  readonly compiledPath: string | null;
}
