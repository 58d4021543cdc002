import type { Json, JsonObject } from '../config/json.ts';
import type { SourceLocation } from '../errors/project-error.ts';

/** dbt's kinds of resources, as unique ids begin. */
export type ResourceType =
  | 'model'
  | 'seed'
  | 'snapshot'
  | 'test'
  | 'analysis'
  | 'operation'
  | 'source'
  | 'exposure'
  | 'metric'
  | 'semantic_model'
  | 'saved_query'
  | 'unit_test'
  | 'function';

/** A `ref()` as written. */
export interface Reference {
  readonly name: string;
  readonly package: string | null;
  readonly version: string | number | null;
  /** Where it was written, for messages. */
  readonly location?: SourceLocation;
}

/** A `source()` as written. */
export interface SourceReference {
  readonly sourceName: string;
  readonly tableName: string;
  readonly location?: SourceLocation;
}

/** What every resource has. `config` holds dbt's keys as written in YAML (`materialized`, `unique_key`, …). */
interface Resource {
  readonly uniqueId: string;
  readonly name: string;
  readonly packageName: string;
  /** Path below the resource folder, e.g. `staging/stg_orders.sql`. */
  readonly path: string;
  /** Path below the package's root, with slashes. */
  readonly originalFilePath: string;
  readonly fqn: readonly string[];
  readonly description: string;
  readonly tags: readonly string[];
  readonly meta: JsonObject;
  readonly config: JsonObject;
  readonly unrenderedConfig: JsonObject;
  /** Seconds since the epoch. */
  readonly createdAt: number;
}

/** What a node depends on; `nodes` are unique ids in order of first use. */
export interface DependsOn {
  readonly nodes: readonly string[];
  readonly macros: readonly string[];
}

/** A column as the properties describe it. */
export interface ColumnInfo {
  readonly name: string;
  readonly description: string;
  readonly meta: JsonObject;
  readonly dataType: string | null;
  readonly constraints: readonly JsonObject[];
  readonly quote: boolean | null;
  readonly tags: readonly string[];
  readonly config: JsonObject;
  readonly granularity: string | null;
  readonly docBlocks: readonly string[];
  /** Keys that tx does not read, kept in the manifest. */
  readonly extra: JsonObject;
}

/** The checksum of a file, or of its path where the file is too large to read. */
export interface Checksum {
  readonly name: 'sha256' | 'path' | 'none';
  readonly checksum: string;
}

/** A hook as configured: SQL with Jinja, rendered when its turn comes. */
export interface Hook {
  readonly sql: string;
  readonly transaction: boolean;
  readonly index: number | null;
}

/** Nodes that become SQL. */
interface CompilableNode extends Resource {
  readonly database: string;
  readonly schema: string;
  readonly alias: string;
  /** Rendered full name; null where nothing is built under it (ephemeral models, tests without stored failures). */
  readonly relationName: string | null;
  readonly rawCode: string;
  readonly language: 'sql' | 'python';
  readonly checksum: Checksum;
  readonly refs: readonly Reference[];
  readonly sources: readonly SourceReference[];
  readonly metrics: readonly (readonly string[])[];
  /** `function()` calls as written: `[name]` or `[package, name]`; absent when there are none. */
  readonly functions?: readonly (readonly string[])[];
  readonly dependsOn: DependsOn;
  readonly columns: ReadonlyMap<string, ColumnInfo>;
  readonly docs: { readonly show: boolean; readonly nodeColor: string | null };
  /** `package://path` of the property file that describes the node; null when none does. */
  readonly patchPath: string | null;
  readonly docBlocks: readonly string[];
  readonly group: string | null;
  readonly contract: {
    readonly enforced: boolean;
    readonly aliasTypes: boolean;
    readonly checksum: string | null;
  };
  /** Line (1-based) of `rawCode` within the file, for frames of nodes that share one. */
  readonly firstLine: number;
  /** Config values as the file's own `config()` gave them, before merging. */
  readonly configCall: JsonObject;
}

/** A model: a query that becomes a relation. */
export interface ModelNode extends CompilableNode {
  readonly resourceType: 'model';
  readonly access: 'private' | 'protected' | 'public';
  readonly constraints: readonly JsonObject[];
  readonly version: string | number | null;
  readonly latestVersion: string | number | null;
  readonly deprecationDate: string | null;
  readonly primaryKey: readonly string[];
  readonly timeSpine: JsonObject | null;
}

/** A seed: a CSV file that becomes a table. */
export interface SeedNode extends CompilableNode {
  readonly resourceType: 'seed';
  /** Absolute path of the package that holds the file. */
  readonly rootPath: string;
}

/** A snapshot: a table that keeps the history of rows. */
export interface SnapshotNode extends CompilableNode {
  readonly resourceType: 'snapshot';
}

/** An analysis: SQL that is compiled and never run. */
export interface AnalysisNode extends CompilableNode {
  readonly resourceType: 'analysis';
}

/** An on-run-start or on-run-end hook, or SQL given on the command line. */
export interface OperationNode extends CompilableNode {
  readonly resourceType: 'operation';
  readonly index: number | null;
}

/** A user-defined function. */
export interface FunctionNode extends CompilableNode {
  readonly resourceType: 'function';
  readonly arguments: readonly JsonObject[];
  readonly returns: JsonObject | null;
  readonly extra: JsonObject;
}

/** A data test: a query for rows that should not be there. */
export interface TestNode extends CompilableNode {
  readonly resourceType: 'test';
  /** Null for a singular test. */
  readonly testMetadata: {
    readonly name: string;
    readonly kwargs: JsonObject;
    readonly namespace: string | null;
  } | null;
  readonly columnName: string | null;
  /** The node or source the generic test stands under. */
  readonly attachedNode: string | null;
  /** Key of the property file: `models`, `sources`, … and so on, as dbt's `file_key_name`. */
  readonly fileKeyName: string | null;
}

/** An age; `count` and `period` are null where nothing was said. */
export interface FreshnessLimit {
  readonly count: number | null;
  readonly period: 'minute' | 'hour' | 'day' | null;
}

/** How old a source may be; a limit is null where the project says null, which switches an inherited one off. */
export interface FreshnessThreshold {
  readonly warnAfter: FreshnessLimit | null;
  readonly errorAfter: FreshnessLimit | null;
  readonly filter: string | null;
}

/** A table of a source, made by others. */
export interface SourceNode extends Resource {
  readonly resourceType: 'source';
  readonly sourceName: string;
  readonly sourceDescription: string;
  readonly loader: string;
  readonly identifier: string;
  readonly database: string;
  readonly schema: string;
  readonly quoting: JsonObject;
  readonly loadedAtField: string | null;
  readonly loadedAtQuery: string | null;
  readonly freshness: FreshnessThreshold | null;
  readonly external: Json;
  readonly columns: ReadonlyMap<string, ColumnInfo>;
  readonly sourceMeta: JsonObject;
  readonly relationName: string;
  readonly patchPath: string | null;
  readonly docBlocks: readonly string[];
  readonly unrenderedDatabase: string | null;
  readonly unrenderedSchema: string | null;
  /** Variables that its properties read, and its names before they were rendered; not a part of dbt's manifest. */
  readonly written: { readonly variables: readonly string[]; readonly names: readonly string[] };
}

/** A use of the data outside of the project, e.g. a dashboard. */
export interface ExposureNode extends Resource {
  readonly resourceType: 'exposure';
  readonly type: string;
  readonly owner: JsonObject;
  readonly label: string | null;
  readonly maturity: string | null;
  readonly url: string | null;
  readonly refs: readonly Reference[];
  readonly sources: readonly SourceReference[];
  readonly metrics: readonly (readonly string[])[];
  readonly dependsOn: DependsOn;
}

/** Metrics, semantic models and saved queries: parsed, resolved and kept, not executed. `body` has dbt's keys. */
export interface SemanticNode extends Resource {
  readonly resourceType: 'metric' | 'semantic_model' | 'saved_query';
  readonly label: string | null;
  readonly group: string | null;
  readonly refs: readonly Reference[];
  readonly dependsOn: DependsOn;
  readonly body: JsonObject;
}

/** Rows that a unit test gives to an input or expects of its model. */
export interface UnitTestFixture {
  /** `ref('x')`, `source('a', 'b')` or `this`, as written; null for `expect`. */
  readonly input: string | null;
  readonly format: 'dict' | 'csv' | 'sql';
  readonly rows: Json;
  readonly fixture: string | null;
}

/** A unit test: rows given to the inputs of a model, and the rows expected of it. */
export interface UnitTestNode extends Resource {
  readonly resourceType: 'unit_test';
  readonly model: string;
  readonly given: readonly UnitTestFixture[];
  readonly expect: UnitTestFixture;
  readonly overrides: {
    readonly macros: JsonObject;
    readonly vars: JsonObject;
    readonly envVars: JsonObject;
  } | null;
  readonly versions: Json;
  readonly version: string | number | null;
  readonly testedNodeUniqueId: string | null;
  readonly thisInputNodeUniqueId: string | null;
  readonly dependsOn: DependsOn;
  readonly schema: string;
  readonly checksum: string | null;
}

/** Nodes that run SQL. */
export type SqlNode =
  ModelNode | SeedNode | SnapshotNode | AnalysisNode | OperationNode | FunctionNode | TestNode;

/** Everything that has a place in the graph. */
export type GraphNode = SqlNode | SourceNode | ExposureNode | SemanticNode | UnitTestNode;

/** A macro of the project or of a package. */
export interface MacroNode {
  readonly uniqueId: string;
  readonly name: string;
  readonly packageName: string;
  readonly path: string;
  readonly originalFilePath: string;
  readonly macroSql: string;
  readonly dependsOnMacros: readonly string[];
  readonly description: string;
  readonly meta: JsonObject;
  readonly docs: { readonly show: boolean; readonly nodeColor: string | null };
  readonly config: JsonObject;
  readonly patchPath: string | null;
  readonly arguments: readonly JsonObject[];
  readonly createdAt: number;
  readonly supportedLanguages: readonly string[] | null;
  /** `macro`, `test`, or `materialization` with its adapter. */
  readonly kind: 'macro' | 'test' | 'materialization';
  /** Line (1-based) where the block starts in its file. */
  readonly firstLine: number;
}

/** A docs block. */
export interface DocNode {
  readonly uniqueId: string;
  readonly name: string;
  readonly packageName: string;
  readonly path: string;
  readonly originalFilePath: string;
  readonly blockContents: string;
}

/** A group with its owner. */
export interface GroupNode {
  readonly uniqueId: string;
  readonly name: string;
  readonly packageName: string;
  readonly path: string;
  readonly originalFilePath: string;
  readonly owner: JsonObject;
  readonly description: string | null;
  readonly config: JsonObject;
}
