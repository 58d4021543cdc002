import type { Adapter } from '../../src/adapter-api/adapter.ts';
import { parsePostgresCredentials, type PostgresCredentials } from './credentials.ts';
import { postgresDialect } from './dialect.ts';
import { postgresIntrospector } from './introspect.ts';
import { postgresLocks } from './locks.ts';

/** PostgreSQL 12 or newer; MERGE needs 15. */
export const postgresAdapter: Adapter<PostgresCredentials> = {
  name: 'postgres',
  description: 'PostgreSQL 12 or newer.',
  parents: [],
  faultHeading: 'Database Error',
  capabilities: {
    transactionalDdl: true,
    multiStatementTransactions: true,
    createOrReplaceTable: false,
    atomicSwap: true,
    merge: true,
    upsert: true,
    mergeFromQuery: true,
    partitionOverwrite: false,
    clone: false,
    grants: true,
    materializedViews: true,
    enforcedConstraints: ['check', 'not_null', 'unique', 'primary_key', 'foreign_key', 'custom'],
    dryRunBytes: false,
    maxConnections: 100,
  },
  locking: { kind: 'advisory', locks: postgresLocks },
  dialect: postgresDialect,
  introspector: postgresIntrospector,
  defaultQuoting: { database: true, schema: true, identifier: true },
  incrementalStrategies: ['delete+insert', 'append', 'merge', 'insert_overwrite', 'microbatch', 'upsert'],
  parseCredentials: parsePostgresCredentials,
  adapterResponse: ({ message, code, rowsAffected }) => ({
    _message: message,
    code,
    rows_affected: rowsAffected ?? -1,
  }),
  // The driver is loaded with the first connection, not with the adapter.
  open: async (credentials) => (await import('./warehouse.ts')).openPostgres(credentials),
};
