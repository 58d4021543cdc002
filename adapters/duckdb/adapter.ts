import type { Adapter } from '../../src/adapter-api/adapter.ts';
import { parseDuckdbCredentials, type DuckdbCredentials } from './credentials.ts';
import { duckdbDialect } from './dialect.ts';
import { renderExternalSource } from './external-source.ts';
import { duckdbIntrospector } from './introspect.ts';

/** Threads for queries beside those of the run's nodes: its bookkeeping, and files that are read meanwhile. */
const SPARE_THREADS = 4;

/** DuckDB, in a file or in memory, within the process. */
export const duckdbAdapter: Adapter<DuckdbCredentials> = {
  name: 'duckdb',
  description: 'DuckDB in a file or in memory.',
  parents: [],
  faultHeading: 'Runtime Error',
  capabilities: {
    transactionalDdl: true,
    multiStatementTransactions: true,
    createOrReplaceTable: true,
    atomicSwap: true,
    merge: true,
    upsert: true,
    mergeFromQuery: true,
    partitionOverwrite: false,
    clone: false,
    grants: false,
    materializedViews: false,
    externalFiles: true,
    tableFunctions: true,
    enforcedConstraints: ['check', 'not_null', 'unique', 'primary_key', 'foreign_key', 'custom'],
    dryRunBytes: false,
    maxConnections: 64,
  },
  locking: { kind: 'exclusive-database' },
  dialect: duckdbDialect,
  introspector: duckdbIntrospector,
  defaultQuoting: { database: true, schema: true, identifier: true },
  incrementalStrategies: ['delete+insert', 'append', 'merge', 'insert_overwrite', 'microbatch', 'upsert'],
  parseCredentials: parseDuckdbCredentials,
  adapterResponse: ({ message, code, rowsAffected }) =>
    code === '' ? { _message: message } : { _message: message, code, rows_affected: rowsAffected },
  async open(credentials, { threads }) {
    // Queries run on libuv's pool, which reads its size once, at its first use: when the driver is loaded. Each of its
    // threads keeps memory of its own.
    process.env['UV_THREADPOOL_SIZE'] ??= String(threads + SPARE_THREADS);
    // The driver is loaded with the first connection, not with the adapter.
    const { openDuckdb } = await import('./warehouse.ts');
    return openDuckdb(credentials);
  },
  renderSource: renderExternalSource,
  starter: (projectName) => ({
    output: { type: 'duckdb', path: `${projectName}.duckdb`, threads: 4 },
    ignored: ['*.duckdb'],
  }),
};
