import type { Adapter } from '../adapter-api/adapter.ts';
import type { Connection, QueryResult } from '../adapter-api/connection.ts';
import type { RelationCache } from './relation-cache.ts';
import type { MacroWarehouse } from '../global-macros/macro-context.ts';

/** What a session tells of each statement it runs. */
export interface StatementObserver {
  started(sql: string): void;
  finished(sql: string, result: QueryResult, seconds: number): void;
}

/** One node's way to the warehouse: a connection opened at first use, with statements commented and observed. */
export interface NodeSession extends MacroWarehouse {
  /** The connection, opened now if it was not. */
  connection(): Promise<Connection>;
  /** True once something was asked of the warehouse. */
  readonly opened: boolean;
  /** Runs a statement with the query comment. Throws OperationalError. */
  run(sql: string): Promise<QueryResult>;
}

/** What a session is made from: the adapter, a way to connect, and what is known of relations. */
export interface NodeSessionOptions {
  readonly adapter: Adapter;
  readonly connect: () => Promise<Connection>;
  readonly relations: RelationCache;
  /** Gives the statement with its query comment. */
  readonly annotate: (sql: string) => string;
  readonly observer: StatementObserver;
}

/** A session over a connection that is asked for only when a statement needs it. */
export function createNodeSession(options: NodeSessionOptions): NodeSession {
  const { adapter, relations, observer } = options;
  let opening: Promise<Connection> | null = null;
  const connection = (): Promise<Connection> => (opening ??= options.connect());

  const run = async (sql: string): Promise<QueryResult> => {
    const open = await connection();
    observer.started(sql);
    const start = performance.now();
    const result = await open.execute(options.annotate(sql));
    observer.finished(sql, result, (performance.now() - start) / 1000);
    return result;
  };

  return {
    connection,
    get opened() {
      return opening !== null;
    },
    run,
    async execute(sql, { autoBegin }) {
      const open = await connection();
      const begins = autoBegin && adapter.capabilities.multiStatementTransactions;
      if (begins && !open.inTransaction) await open.begin();
      return run(sql);
    },
    begin: async () => (await connection()).begin(),
    commit: async () => {
      const open = await connection();
      if (open.inTransaction) await open.commit();
    },
    rollback: async () => {
      const open = await connection();
      if (open.inTransaction) await open.rollback();
    },
    getRelation: (name) => relations.get(connection, name),
    listRelations: (database, schema) => relations.list(connection, database, schema),
    listSchemas: async (database) => adapter.introspector.listSchemas(await connection(), database),
    columns: async (relation) => adapter.introspector.columns(await connection(), relation),
    queryColumns: async (sql) => adapter.introspector.queryColumns(await connection(), sql),
    async createSchema(database, schema) {
      await run(adapter.dialect.createSchema(database, schema));
    },
    async dropSchema(database, schema) {
      await run(adapter.dialect.dropSchema(database, schema));
      relations.forget(database, schema);
    },
    cacheAdded: (relation) => relations.added(relation),
    cacheDropped: (relation) => relations.dropped(relation),
  };
}
