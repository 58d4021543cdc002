import type { Capabilities } from './capabilities.ts';
import type { Connection, QueryResult } from './connection.ts';
import type { Dialect } from './dialect.ts';
import type { Introspector } from './introspector.ts';
import type { Locking } from './locking.ts';
import type { QuotePolicy } from './relation.ts';

/** The chosen output of profiles.yml, rendered: `type`, `threads`, `schema` and what the adapter asks for. */
export type RawCredentials = Readonly<Record<string, unknown>>;

/** Credentials after the adapter checked them. */
export interface Credentials {
  readonly database: string;
  readonly schema: string;
  /** Keys shown to templates as `target.…` and by `debug`; never a secret. */
  readonly publicKeys: Readonly<Record<string, unknown>>;
  /** Values that must never be printed. */
  readonly secrets: readonly string[];
  /** Folder or address that files of external models go to; `.` where it is left out. */
  readonly externalRoot?: string;
  /** Something that differs when another warehouse is meant; part of artifacts' `adapter_unique_id` (hashed there). */
  readonly uniqueField: string;
}

/** An open warehouse: hands out connections until it is closed. */
export interface Warehouse {
  /** A new session. Throws OperationalError. */
  connect(): Promise<Connection>;
  close(): Promise<void>;
}

/** Everything tx knows of one kind of warehouse. A Postgres-like adapter spreads its parent and overrides. */
export interface Adapter<C extends Credentials = Credentials> {
  /** The `type` in profiles.yml. */
  readonly name: string;
  readonly description: string;
  /** Adapters whose macros also serve this one, nearest first (dbt's dispatch: adapter → parent → default). */
  readonly parents: readonly string[];
  /** dbt's heading for faults of this adapter's database in node messages. */
  readonly faultHeading: 'Runtime Error' | 'Database Error';
  readonly capabilities: Capabilities;
  /** How relations are kept from being written by two processes at once. */
  readonly locking: Locking;
  readonly dialect: Dialect;
  readonly introspector: Introspector;
  readonly defaultQuoting: QuotePolicy;
  /** Incremental strategies the adapter accepts, its default first. */
  readonly incrementalStrategies: readonly string[];
  /** Checks one output of profiles.yml. Throws ProjectFailure naming each wrong key. */
  parseCredentials(raw: RawCredentials, context: { readonly profileFile: string }): C;
  /** What `adapter_response` of run_results.json says of a result: `_message`, `code`, `rows_affected`, … */
  adapterResponse(result: QueryResult): Readonly<Record<string, string | number | boolean | null>>;
  /** Opens the warehouse for up to `threads` connections at once. Throws OperationalError. */
  open(
    credentials: C,
    options: { readonly threads: number; readonly projectRoot: string },
  ): Promise<Warehouse>;
  /** What `init` writes for a new project of that name; only where the project can be built with nothing else set up. */
  starter?(projectName: string): Starter;
  /** How a source with `meta.external_location` (or another key of this adapter's) renders; null for a plain relation. */
  renderSource?(source: ExternalSource): string | null;
}

/** The part of a new project that depends on its warehouse. */
export interface Starter {
  /** The output of profiles.yml, as it is written. */
  readonly output: Readonly<Record<string, string | number>>;
  /** Patterns for .gitignore. */
  readonly ignored: readonly string[];
}

/** What an adapter may look at to render a source that is not a plain relation. */
export interface ExternalSource {
  readonly name: string;
  readonly sourceName: string;
  readonly identifier: string;
  readonly schema: string;
  readonly database: string | null;
  /** `meta` and `config` of the source and its table, the table's winning. */
  readonly meta: Readonly<Record<string, unknown>>;
}
