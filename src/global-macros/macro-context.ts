import type { Adapter, Credentials } from '../adapter-api/adapter.ts';
import type { Column } from '../adapter-api/column.ts';
import type { QueryResult } from '../adapter-api/connection.ts';
import type { ExistingRelation, Relation, RelationName } from '../adapter-api/relation.ts';
import type { Json, JsonObject } from '../config/json.ts';
import type { AgateTable } from '../template/agate/table.ts';
import type { Scope, TemplateFunction, Value } from '../template/value.ts';

/** The warehouse as macros use it, through the node's own connection and the shared relation cache. */
export interface MacroWarehouse {
  execute(sql: string, options: { readonly autoBegin: boolean }): Promise<QueryResult>;
  begin(): Promise<void>;
  commit(): Promise<void>;
  rollback(): Promise<void>;
  getRelation(name: RelationName): Promise<ExistingRelation | null>;
  listRelations(database: string | null, schema: string): Promise<readonly ExistingRelation[]>;
  listSchemas(database: string | null): Promise<readonly string[]>;
  columns(relation: Relation): Promise<readonly Column[]>;
  queryColumns(sql: string): Promise<readonly Column[]>;
  createSchema(database: string | null, schema: string): Promise<void>;
  dropSchema(database: string | null, schema: string): Promise<void>;
  /** Keep the relation cache true after a macro changed the catalogue itself. */
  cacheAdded(relation: ExistingRelation): void;
  cacheDropped(relation: Relation): void;
}

/** What a statement left behind: the warehouse's answer and the rows. */
export interface StoredStatement {
  readonly response: Value;
  readonly table: AgateTable;
}

/** What a built-in macro may look at: the node it runs for and the world around it. */
export interface MacroContext {
  readonly adapter: Adapter;
  readonly credentials: Credentials;
  /** False while parsing: nothing may be asked of the warehouse then. */
  readonly execute: boolean;
  /** Null while parsing, and with `--no-introspect`. */
  readonly warehouse: MacroWarehouse | null;
  /** The full template scope of the node: project macros, `config`, `model`, `this`, … by name. */
  readonly scope: Scope;
  /** The node's resolved config; empty for operations. */
  readonly config: JsonObject;
  readonly fullRefresh: boolean;
  readonly projectName: string;
  /** Package of the node that is rendered. */
  readonly packageName: string;
  /** A macro that a project or package wrote, bound to this node; undefined when there is none. */
  projectMacro(packageName: string, macroName: string): TemplateFunction | undefined;
  /** A macro or generic test that ships with tx, bound to the node; undefined when there is none of that name. */
  builtInMacro(name: string): TemplateFunction | undefined;
  /** Packages that `adapter.dispatch(name, namespace)` searches, in order; `dbt` stands for the built-ins. */
  dispatchOrder(namespace: string): readonly string[];
  /** Results of `statement` blocks of this node, by name. */
  readonly statementResults: Map<string, StoredStatement>;
  log(text: string, toInfo: boolean): void;
  warn(text: string): void;
  flag(name: string): Json;
}
