import type { Introspector } from '../adapter-api/introspector.ts';
import { OperationalError } from '../errors/operational-error.ts';
import { ProjectFailure } from '../errors/project-error.ts';
import type { LedgerSession } from './ledger-session.ts';
import { createTable, insertRows, ledgerTables, tableName, type LedgerTable } from './ledger-tables.ts';
import type { LedgerTarget } from './ledger-tables.ts';
import { ledgerFormats, type LedgerFormats } from './migrations.ts';

/** What opening a ledger needs to know. */
export interface OpenLedgerOptions {
  readonly introspector: Introspector;
  /** Whether the tables can be made in one transaction. */
  readonly transactionalDdl: boolean;
  readonly txVersion: string;
  /** Formats to know of instead of this program's. */
  readonly formats?: LedgerFormats;
}

/** What stands in a ledger's schema: its tables, and the format they have (0 while they are being made). */
export interface LedgerState {
  readonly tables: ReadonlySet<string>;
  readonly format: number;
}

/**
 * Makes the ledger ready to be written: creates it at its first use and brings an older format up to date, in one
 * transaction where the warehouse can; where it cannot, what a dead process left half made is completed. Throws
 * ProjectFailure TX7001 when it cannot be created, TX7002 when a newer tx wrote it.
 */
export async function openLedger(
  target: LedgerTarget,
  session: LedgerSession,
  options: OpenLedgerOptions,
): Promise<void> {
  const formats = options.formats ?? ledgerFormats;
  const state = await readLedgerState(target, session, options.introspector);
  if (state.format > formats.newest) throw newerLedger(target, state.format, formats.newest);
  if (state.format === formats.newest) return;
  try {
    await createSchema(target, session, options.introspector);
    if (options.transactionalDdl) await session.begin();
    for (const sql of upgrade(target, state, formats)) await session.run(sql);
    await session.run(versionRow(target, formats.newest, options.txVersion));
    if (options.transactionalDdl) await session.commit();
  } catch (thrown) {
    await session.rollback();
    throw thrown instanceof OperationalError ? cannotCreate(target, thrown) : thrown;
  }
}

/** Reads what stands in the ledger's schema; format 0 and no tables where there is none. Throws OperationalError. */
export async function readLedgerState(
  target: LedgerTarget,
  session: LedgerSession,
  introspector: Introspector,
): Promise<LedgerState> {
  const found = await introspector.listRelations(await session.connection(), target.database, target.schema);
  const tables = new Set(found.map((table) => table.identifier?.toLowerCase() ?? ''));
  if (!tables.has('ledger_version')) return { tables, format: 0 };
  const { rows } = await session.run(
    `select coalesce(max(version), 0) as version\nfrom ${tableName(target, 'ledger_version')}`,
  );
  return { tables, format: Number(rows[0]?.[0] ?? 0) };
}

/** Asked first, because some warehouses want the right to create schemas even for one that exists. */
async function createSchema(
  target: LedgerTarget,
  session: LedgerSession,
  introspector: Introspector,
): Promise<void> {
  const schemas = await introspector.listSchemas(await session.connection(), target.database);
  if (schemas.some((name) => name.toLowerCase() === target.schema.toLowerCase())) return;
  await session.run(target.dialect.createSchema(target.database, target.schema));
}

function upgrade(target: LedgerTarget, state: LedgerState, formats: LedgerFormats): readonly string[] {
  if (state.format === 0) {
    const missing = (Object.keys(ledgerTables) as LedgerTable[]).filter((table) => !state.tables.has(table));
    return missing.map((table) => createTable(target, table));
  }
  return formats.migrations
    .filter((step) => step.format > state.format)
    .flatMap((step) => step.statements(target));
}

function versionRow(target: LedgerTarget, version: number, txVersion: string): string {
  const applied = { version, tx_version: txVersion, applied_at: new Date().toISOString() };
  return insertRows(target, 'ledger_version', [applied]);
}

function newerLedger(target: LedgerTarget, format: number, newest: number): ProjectFailure {
  return new ProjectFailure({
    code: 'TX7002',
    message: `The ledger in schema ${target.schema} has format ${format}, written by a newer tx; this one knows format ${newest}`,
    hint: 'Upgrade tx, or name another schema with ledger: {schema: …} in tx.yml.',
  });
}

function cannotCreate(target: LedgerTarget, cause: OperationalError): ProjectFailure {
  return new ProjectFailure({
    code: 'TX7001',
    message: `The ledger cannot be created in schema ${target.schema}: ${cause.message}`,
    hint: 'Have the schema created by someone who may, with the right to create tables in it; or name another with ledger: {schema: …} in tx.yml; or do without: ledger: off.',
    cause,
  });
}
