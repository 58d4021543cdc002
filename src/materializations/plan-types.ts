import type { Column } from '../adapter-api/column.ts';
import type { Capabilities } from '../adapter-api/capabilities.ts';
import type { ColumnDefinition, Constraint, Dialect } from '../adapter-api/dialect.ts';
import type { ExistingRelation, Relation } from '../adapter-api/relation.ts';
import type { JsonObject } from '../config/json.ts';
import type { KeyPolicy } from '../config/tx-config.ts';
import type { Hook } from '../graph/node.ts';
import type { SeedColumn, SeedKind } from './seed-types.ts';

/** One thing a plan does, in order, on one connection. Everything in it is data: a plan prints as JSON. */
export type Step =
  | SqlStep
  | TemplateStep
  | LoadStep
  | TransactionStep
  | MacroStep
  | CheckStep
  | AuditStep
  | ChoiceStep
  | PublishFileStep
  | RecordStep;

/** Runs one statement. */
export interface SqlStep {
  readonly kind: 'sql';
  readonly sql: string;
  /** `main` answers for rows and message of the node's result; the rest prepares, publishes or cleans. */
  readonly role: 'main' | 'prepare' | 'publish' | 'describe' | 'grant' | 'index' | 'cleanup';
}

/** Runs the one or the other list, as the probe gives a row or none when its turn comes. */
export interface ChoiceStep {
  readonly kind: 'choice';
  readonly probe: string;
  readonly rows: readonly SqlStep[];
  readonly none: readonly SqlStep[];
}

/** Puts files that an earlier step wrote in the place of those that readers know. */
export interface PublishFileStep {
  readonly kind: 'publish-file';
  readonly from: string;
  readonly to: string;
}

/** SQL with Jinja, rendered when its turn comes (hooks may ask the warehouse). Nothing runs when it renders empty. */
export interface TemplateStep {
  readonly kind: 'template';
  readonly template: string;
  /** `main` where a strategy that the project wrote makes the statement: its result is the node's. */
  readonly role: 'pre-hook' | 'post-hook' | 'main';
}

/** Loads a seed's CSV into a table that an earlier step created. */
export interface LoadStep {
  readonly kind: 'load';
  readonly target: string;
  readonly columns: readonly ColumnDefinition[];
  /** What the values of each column are read as. */
  readonly kinds: readonly SeedKind[];
  readonly file: string;
  readonly delimiter: string;
  /** First word of the node's message, which goes on with the number of rows: `CREATE 3`. */
  readonly verb: 'CREATE' | 'INSERT';
  /** True under --empty: the file is not loaded and the step answers 0 rows. */
  readonly empty: boolean;
  readonly role: 'main';
}

/** Opens or commits a transaction. */
export interface TransactionStep {
  readonly kind: 'begin' | 'commit';
}

/** Runs a materialization that the project wrote in Jinja. */
export interface MacroStep {
  readonly kind: 'macro';
  /** unique_id of the materialization macro. */
  readonly macro: string;
}

/**
 * Asks whether the keys of new rows may be merged. The query gives a row a problem: `nulls` or `duplicates`, how many
 * rows or keys it concerns, and an example; no row when all is well.
 */
export interface CheckStep {
  readonly kind: 'check';
  readonly sql: string;
  /** Names of the key's columns, for the message. */
  readonly keys: readonly string[];
  /** What each problem is answered with. */
  readonly policy: KeyPolicies;
}

/** Runs the node's own tests over its new state, before it is published; the plan ends where one of them fails. */
export interface AuditStep {
  readonly kind: 'audit';
  /** Where the new state stands: a stage, or the target inside the transaction that changes it. */
  readonly relation: Relation;
}

/**
 * Writes the ledger's rows about the node, with the figures of the main step: inside the transaction that changes the
 * node where there is one, else behind the change.
 */
export interface RecordStep {
  readonly kind: 'record';
  readonly nodeId: string;
  /** Rendered name of the relation. */
  readonly relation: string;
  /** Of what the rows are made from, for the intervals that they cover. */
  readonly fingerprint: string;
  /** Of all that the run of the node does; null where that is never the same. */
  readonly runFingerprint: string | null;
  /** The stretch of time that this plan builds, ISO 8601 in UTC, end exclusive; null when it is for none. */
  readonly interval: { readonly start: string; readonly end: string } | null;
  /** True when a relation with intervals is made anew, so that what was built of others is gone. */
  readonly anew: boolean;
  /** True where more is to come before the node is done, as for a microbatch that is not the last. */
  readonly partial: boolean;
}

/** A catalogue change that keeps the relation cache true without asking the warehouse. */
export type CacheEffect =
  | { readonly kind: 'created'; readonly relation: ExistingRelation }
  | { readonly kind: 'dropped'; readonly relation: Relation };

/** What a materialization gives: the steps, what they do to the catalogue, and warnings for people. */
export interface MaterializationPlan {
  readonly steps: readonly Step[];
  readonly effects: readonly CacheEffect[];
  readonly warnings: readonly string[];
  /** Relations outside of a transaction that a failure on the way leaves behind. */
  readonly stages?: readonly ExistingRelation[];
}

/** What a NULL or a duplicate in the key of new rows is answered with. */
export interface KeyPolicies {
  readonly nulls: KeyPolicy;
  readonly duplicates: KeyPolicy;
}

/** The node as a materialization sees it: compiled, with its config resolved. */
export interface MaterializationInput {
  readonly uniqueId: string;
  /** Relation to build; its `type` is what the materialization will make of it. */
  readonly target: Relation;
  /** Final SQL; empty for seeds. */
  readonly sql: string;
  readonly config: JsonObject;
  /** Folder or address that files without a location of their own go to. */
  readonly externalRoot: string;
  readonly fullRefresh: boolean;
  readonly preHooks: readonly Hook[];
  readonly postHooks: readonly Hook[];
  /** Column definitions when the contract is enforced, else null. */
  readonly contract: {
    readonly columns: readonly ColumnDefinition[];
    readonly constraints: readonly Constraint[];
  } | null;
  /** Descriptions to persist: null where persist_docs does not ask for them. */
  readonly descriptions: {
    readonly relation: string | null;
    readonly columns: ReadonlyMap<string, string> | null;
  };
  /** Grants asked for (privilege → grantees); null when the config says nothing. */
  readonly grants: ReadonlyMap<string, readonly string[]> | null;
  /** True when tests of the node run before its new state is published. */
  readonly audited: boolean;
  readonly keyPolicies: KeyPolicies;
  /** True when views over a relation that is replaced must survive it. */
  readonly keepsDependents: boolean;
  /** Identifies this run in names of stages and in statement comments. */
  readonly runId: string;
  /** Instant of the invocation, ISO 8601, UTC. */
  readonly startedAt: string;
  /** Incremental strategies the adapter accepts, its default first; absent: every one that its capabilities allow. */
  readonly strategies?: readonly string[];
  /**
   * Name of the macro `get_incremental_<strategy>_sql` where the project or a package wrote one for the node's
   * strategy (it wins over the built-in); absent or null where tx's own strategy serves.
   */
  readonly strategyMacro?: string | null;
  /** For a microbatch: the window this plan covers, ISO 8601, end exclusive. */
  readonly batch: {
    readonly id: string;
    readonly start: string;
    readonly end: string;
    /** The first window of the run: pre-hooks run, and a full refresh replaces the table. */
    readonly first: boolean;
    /** The last window of the run: post-hooks run. */
    readonly last: boolean;
  } | null;
  /** For seeds: the parsed file. */
  readonly seed: SeedInput | null;
  /** For functions: arguments and answer as declared. */
  readonly signature?: FunctionSignature | null;
}

/** The file of a seed and the columns it is read into. */
export interface SeedInput {
  readonly file: string;
  readonly delimiter: string;
  readonly columns: readonly SeedColumn[];
  readonly empty: boolean;
}

/** A function of the project as its property file declares it. */
export interface FunctionSignature {
  readonly arguments: readonly JsonObject[];
  readonly returns: JsonObject | null;
}

/** What the warehouse looks like at the node's turn, read once. */
export interface WarehouseState {
  /** What stands under the target's name now. */
  readonly existing: ExistingRelation | null;
  /** Columns of `existing`; empty unless asked for. */
  readonly existingColumns: readonly Column[];
  /** Columns that the node's SQL gives; empty unless asked for. */
  readonly queryColumns: readonly Column[];
  /** Grants on `existing`; null unless asked for. */
  readonly existingGrants: ReadonlyMap<string, readonly string[]> | null;
}

/** Which parts of the state a plan needs; what is not needed is not read. */
export interface StateNeeds {
  readonly existingColumns: boolean;
  /** Whether to have the query described, or only where the table has text columns that its rows may outgrow. */
  readonly queryColumns: boolean | 'for-sized-text';
}

/** How a node becomes statements. Pure: the same input and state give the same plan. Throws ProjectFailure. */
export interface Materialization {
  readonly name: string;
  readonly description: string;
  /** Type of the relation it makes; null when it makes none. */
  readonly relationType: Relation['type'];
  readonly requires: readonly (keyof Capabilities)[];
  needs(input: MaterializationInput, existing: ExistingRelation | null): StateNeeds;
  plan(
    input: MaterializationInput,
    state: WarehouseState,
    dialect: Dialect,
    capabilities: Capabilities,
  ): MaterializationPlan;
}

/** How new rows enter a table that exists. Pure. */
export interface IncrementalStrategy {
  readonly name: string;
  readonly description: string;
  readonly requires: readonly (keyof Capabilities)[];
  /** Columns by which new rows are matched with those of the table; empty where rows are not matched. */
  keys(input: MaterializationInput): readonly string[];
  /** Whether a key may name a set of rows, which comes and goes as a whole: its repetition is then no fault. */
  readonly keyNamesSet?: true;
  /** Whether the query may stand inside the statements; else its rows are put into a temporary relation first. */
  inlinesQuery(input: MaterializationInput, dialect: Dialect, capabilities: Capabilities): boolean;
  /** Throws ProjectFailure where the config lacks what the strategy needs; asked on a first run too. */
  check?(input: MaterializationInput): void;
  /** What the table must have for the strategy: made when the table is built, and by later runs where it is missing. */
  prepare?(input: MaterializationInput, dialect: Dialect): readonly SqlStep[];
  /** Statements over `request.source`. Throws ProjectFailure for settings that contradict each other. */
  plan(request: IncrementalRequest): readonly SqlStep[];
}

/** What an incremental strategy gets to plan its statements. */
export interface IncrementalRequest {
  readonly input: MaterializationInput;
  readonly dialect: Dialect;
  /** Rendered source of new rows: a relation, or the query in parentheses. */
  readonly source: string;
  /** Columns of the target that the source has, in the target's order. */
  readonly columns: readonly string[];
  readonly uniqueKey: readonly string[];
  readonly predicates: readonly string[];
}
