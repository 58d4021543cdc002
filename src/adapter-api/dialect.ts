import type { Column } from './column.ts';
import type { ConstraintType } from './capabilities.ts';
import type { ExistingRelation, Relation, RelationName, QuotePolicy, RelationType } from './relation.ts';

/** A value that can be written into SQL. */
export type Literal = null | boolean | number | bigint | string;

/** A column with what a contract or a constraint says of it. */
export interface ColumnDefinition {
  readonly name: string;
  readonly dataType: string;
  readonly quote?: boolean;
  readonly constraints?: readonly Constraint[];
}

/** A type in its parts; what it does not have is null. */
export interface ColumnType {
  readonly name: string;
  readonly charSize: number | null;
  readonly precision: number | null;
  readonly scale: number | null;
}

/** A constraint of a column or of a whole model, as the project declares it. */
export interface Constraint {
  readonly type: ConstraintType;
  readonly name?: string;
  readonly expression?: string;
  /** For constraints of the whole model. */
  readonly columns?: readonly string[];
  /** Rendered referenced relation of a foreign key. */
  readonly to?: string;
  readonly toColumns?: readonly string[];
  readonly warnUnenforced?: boolean;
  readonly warnUnsupported?: boolean;
}

/** What a table made from a query needs: its name, the query and how it is to be made. */
export interface CreateTableAs {
  readonly relation: Relation;
  readonly sql: string;
  readonly temporary?: boolean;
  /** Replaces a table of that name in the same statement; asked for only where `createOrReplaceTable` holds. */
  readonly orReplace?: boolean;
  /** Given when the model's contract is enforced: the table is created from these, then filled by name. */
  readonly columns?: readonly ColumnDefinition[];
  readonly constraints?: readonly Constraint[];
  /** The adapter's own settings from the node's config (e.g. `unlogged`, `partition_by`). */
  readonly config: Readonly<Record<string, unknown>>;
}

/** What an insert from a relation or a query needs. */
export interface InsertSelect {
  readonly target: Relation;
  /** Column names in the target's order; the source must give the same names. */
  readonly columns: readonly string[];
  /** A rendered relation, or a query in parentheses. */
  readonly source: string;
}

/** Deletes the rows of `target` whose keys occur in `source` and for which all predicates hold. */
export interface DeleteByKeys {
  readonly target: Relation;
  readonly keys: readonly string[];
  readonly source: string;
  readonly predicates: readonly string[];
}

/** What a merge needs: source, keys, and what happens to rows that match and to those that do not. */
export interface Merge {
  readonly target: Relation;
  /** A rendered relation, or a query in parentheses. */
  readonly source: string;
  /** Empty: nothing matches, every source row is inserted. */
  readonly keys: readonly string[];
  /** Columns of the source, inserted when nothing matches. */
  readonly insertColumns: readonly string[];
  /** Columns set when a row matches. */
  readonly updateColumns: readonly string[];
  /** Further conditions of the join, over DBT_INTERNAL_SOURCE and DBT_INTERNAL_DEST. */
  readonly predicates: readonly string[];
  /** Condition for the update (dbt-duckdb's `merge_update_condition`). */
  readonly updateCondition?: string;
  /** Expressions for single columns (dbt-duckdb's `merge_update_set_expressions`). */
  readonly setExpressions?: Readonly<Record<string, string>>;
  /** Condition for the insert (dbt-duckdb's `merge_insert_condition`). */
  readonly insertCondition?: string;
}

/** What an upsert needs: rows with the same keys must not come twice. */
export interface Upsert {
  readonly target: Relation;
  /** A rendered relation, or a query in parentheses. */
  readonly source: string;
  readonly keys: readonly string[];
  readonly insertColumns: readonly string[];
  /** Columns set where the keys are there already; none: such rows are left as they are. */
  readonly updateColumns: readonly string[];
}

/** Deletes the partitions that the source has rows for; the insert follows as a statement of its own. */
export interface DeletePartitions {
  readonly target: Relation;
  readonly source: string;
  readonly partitions: readonly PartitionField[];
  readonly predicates: readonly string[];
}

/** `granularity` null means: each value of the field is a partition. */
export interface PartitionField {
  readonly field: string;
  readonly granularity: 'hour' | 'day' | 'month' | 'year' | null;
}

/** An index to create on a table. */
export interface IndexDefinition {
  /** Name of the index, unique in its schema; where it is left out the database makes one. */
  readonly name?: string;
  readonly columns: readonly string[];
  readonly unique?: boolean;
  readonly type?: string;
  /** Nothing happens where an index of that name exists. */
  readonly ifNotExists?: boolean;
}

/** What a function's answer depends on: its arguments alone, the statement too, or anything. */
export type FunctionVolatility = 'deterministic' | 'stable' | 'non-deterministic';

/** An argument of a function; the default is SQL. */
export interface FunctionArgument {
  readonly name: string;
  readonly dataType: string;
  readonly defaultValue: string | null;
}

/** What a scalar function needs; its body is a query or an expression over the arguments. */
export interface CreateFunction {
  readonly relation: Relation;
  readonly arguments: readonly FunctionArgument[];
  readonly returns: string;
  readonly volatility: FunctionVolatility | null;
  readonly body: string;
}

/** A cross-database function: takes the macro's arguments as SQL text and gives SQL text. */
export type CrossDatabaseFunction = (...args: never[]) => string;

/** Formats of files that external models are written in. */
export type FileFormat = 'csv' | 'parquet' | 'json';

/** A setting of a file, in the words of the database's COPY. */
export type FileOption = string | number | boolean | readonly string[];

/** Files that rows are written to and read from: one file, or a folder when there are partitions. */
export interface FileTarget {
  readonly location: string;
  readonly format: FileFormat;
  /** Columns whose values name the folders; empty for a single file. */
  readonly partitionBy: readonly string[];
  /** Further settings by name, lower case. */
  readonly options: ReadonlyMap<string, FileOption>;
}

/** Statements over files. */
export interface FileDialect {
  /** Writes the query's rows. */
  copyTo(target: FileTarget, query: string): string;
  /** What stands in FROM to read all that `copyTo` wrote. */
  read(target: FileTarget): string;
}

/**
 * The SQL of one warehouse: pure functions from values to text. A statement function gives a list because a warehouse
 * may need more than one; a single function never ends in a semicolon.
 */
export interface Dialect {
  /** Whether a subquery in FROM must be named. */
  readonly subqueriesNeedAlias: boolean;
  readonly name: string;
  /** dbt's name for the class of relations, which templates see in a list of relations that they print. */
  readonly relationTypeName: string;
  quoteIdentifier(name: string): string;
  /** `"db"."schema"."name"` with the parts that are there, quoted as `quoting` says. */
  renderRelation(relation: RelationName & { readonly quoting?: QuotePolicy }): string;
  literal(value: Literal): string;
  /** Comment text made safe for SQL, as a block comment. */
  comment(text: string): string;

  // Relations
  createSchema(database: string | null, schema: string): string;
  dropSchema(database: string | null, schema: string): string;
  createTableAs(request: CreateTableAs): readonly string[];
  /** Creates the view; with `orReplace`, also over a view of that name whose columns differ. */
  createView(
    relation: Relation,
    sql: string,
    options?: { readonly orReplace?: boolean; readonly columns?: readonly ColumnDefinition[] },
  ): readonly string[];
  createTable(
    relation: Relation,
    columns: readonly ColumnDefinition[],
    constraints?: readonly Constraint[],
    options?: { readonly temporary?: boolean },
  ): string;
  dropRelation(relation: Relation, type: RelationType): string;
  /** Renames within the same schema. */
  renameRelation(relation: Relation, type: RelationType, newIdentifier: string): string;
  /**
   * Puts `stage` in the place of `existing`, with the views over the old relation made again over the new one; runs in a
   * transaction. Only where a relation cannot be dropped without the views that read it.
   */
  replaceKeepingDependents?(existing: ExistingRelation, stage: ExistingRelation): string;
  truncate(relation: Relation): string;
  /** Creates a scalar function or replaces the one of that name and those arguments. */
  createFunction(request: CreateFunction): string;
  /** A relation for staging rows of one node: a temporary table where the warehouse has them. */
  temporaryRelation(target: Relation, suffix: string): Relation;

  // Rows
  insertSelect(request: InsertSelect): string;
  deleteByKeys(request: DeleteByKeys): string;
  /** Deletes rows for which `predicate` holds. */
  deleteWhere(target: Relation, predicate: string): string;
  merge(request: Merge): string;
  /** Inserts rows; those whose keys are there already update them. Needs a unique index over the keys. */
  upsert(request: Upsert): string;
  deletePartitions(request: DeletePartitions): string;

  // Columns
  addColumns(relation: Relation, columns: readonly Column[]): readonly string[];
  dropColumns(relation: Relation, names: readonly string[]): readonly string[];
  alterColumnType(relation: Relation, column: Column): readonly string[];
  /** The wider of the two when both are strings of different size (the target must grow), else null. */
  widerStringType(current: string, incoming: string): string | null;
  /** A column's type as dbt's `Column` tells it: its name and its sizes. */
  columnType(dataType: string): ColumnType;
  /** How dbt words a string type that has no length. */
  unsizedString(typeName: string): string;
  isString(dataType: string): boolean;
  isNumeric(dataType: string): boolean;
  isInteger(dataType: string): boolean;
  isFloat(dataType: string): boolean;
  /** The database's name for an alias of a type (`int` → `INTEGER`), for comparing contracts. */
  canonicalType(dataType: string): string;
  /** Column types for the seed loader: agate's kinds → the warehouse's types. */
  seedType(kind: 'integer' | 'number' | 'boolean' | 'date' | 'datetime' | 'time' | 'text'): string;

  // Descriptions, rights, indexes
  commentOnRelation(relation: Relation, type: RelationType, text: string): string;
  commentOnColumns(
    relation: Relation,
    type: RelationType,
    comments: ReadonlyMap<string, string>,
  ): readonly string[];
  grant(relation: Relation, privilege: string, grantees: readonly string[]): string;
  revoke(relation: Relation, privilege: string, grantees: readonly string[]): string;
  createIndex(relation: Relation, index: IndexDefinition): string;

  // Files and functions
  /** Only with capability `externalFiles`. */
  readonly files?: FileDialect;
  /** A query under a name and with parameters, to be read from like a table; only with capability `tableFunctions`. */
  createTableFunction?(relation: Relation, parameters: readonly string[], sql: string): string;

  // Queries
  /** The current instant as a timestamp expression for snapshots and audit columns. */
  currentTimestamp(): string;
  /** Rows of `sql` limited to `count`; null means all. */
  limit(sql: string, count: number | null): string;
  /** Text casts a string to the type that timestamps in microbatch filters and snapshots need. */
  timestampLiteral(iso: string): string;
  /** md5 over the parts, NULL-safe, as snapshots hash `dbt_scd_id`. */
  hashColumns(expressions: readonly string[]): string;
  /** Order-independent comparison of two queries is done by tx; this gives the cast used for unit-test rows. */
  cast(expression: string, dataType: string): string;
  /** Cross-database functions under dbt's macro names (`dateadd`, `datediff`, `hash`, `listagg`, `type_string`, …). */
  readonly functions: Readonly<Record<string, CrossDatabaseFunction>>;
}
