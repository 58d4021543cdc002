import type { Adapter } from '../../src/adapter-api/adapter.ts';
import type { Connection } from '../../src/adapter-api/connection.ts';

/** The adapter as one of a warehouse that commits every statement by itself: it has no transactions, and none works. */
export function withoutTransactions(adapter: Adapter): Adapter {
  return {
    ...adapter,
    capabilities: {
      ...adapter.capabilities,
      transactionalDdl: false,
      multiStatementTransactions: false,
      atomicSwap: false,
    },
    async open(...given) {
      const warehouse = await adapter.open(...given);
      return { ...warehouse, connect: async () => committing(await warehouse.connect()) };
    },
  };
}

function committing(connection: Connection): Connection {
  const refuse = (): Promise<never> => Promise.reject(new Error('this warehouse has no transactions'));
  return {
    inTransaction: false,
    get usable() {
      return connection.usable;
    },
    execute: (sql) => connection.execute(sql),
    stream: (sql, onRows) => connection.stream(sql, onRows),
    load: (request) => connection.load(request),
    begin: refuse,
    commit: refuse,
    rollback: () => Promise.resolve(),
    cancel: () => connection.cancel(),
    close: () => connection.close(),
  };
}
