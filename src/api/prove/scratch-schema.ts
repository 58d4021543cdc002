import type { Relation } from '../../adapter-api/relation.ts';
import type { Connection } from '../../adapter-api/connection.ts';
import type { Project } from '../../config/project.ts';
import { ProjectFailure } from '../../errors/project-error.ts';
import { newInvocationId } from '../../util/uuid.ts';
import type { ScratchCopy } from './scratch-project.ts';

const NAME = /^tx_prove_([0-9a-f]{12})$/;

/** A new name for a schema, with the id that is in it. */
export function newScratchSchema(): { readonly schema: string; readonly id: string } {
  const id = newInvocationId().replace(/-/g, '').slice(0, 12);
  return { schema: `tx_prove_${id}`, id };
}

/** Drops the schemas that proofs left whose process was killed. Throws OperationalError. */
export async function dropDeadSchemas(
  connection: Connection,
  { profile }: Project,
  isAlive: (id: string) => Promise<boolean>,
): Promise<void> {
  const { adapter, credentials } = profile;
  const database = credentials.database === '' ? null : credentials.database;
  for (const schema of await adapter.introspector.listSchemas(connection, database)) {
    const id = NAME.exec(schema)?.[1];
    if (id === undefined || (await isAlive(id))) continue;
    await connection.execute(adapter.dialect.dropSchema(database, schema));
  }
}

/**
 * Copies relations into the scratch schema, the rows in the order of their hashes or the other way round: what depends
 * on the order of rows that are equal to it shows. Throws ProjectFailure TX2109 for what is not there.
 */
export async function copyRelations(
  connection: Connection,
  { profile }: Project,
  copies: readonly ScratchCopy[],
  order: 'asc' | 'desc',
): Promise<void> {
  const { dialect } = profile.adapter;
  for (const copy of copies) {
    const columns = await columnsOf(connection, copy);
    const hash = dialect.hashColumns(columns.map((name) => dialect.quoteIdentifier(name)));
    const sql = `select * from ${copy.from}\norder by ${hash} ${order}`;
    await replaceTable(connection, profile, copy.to, sql);
  }
}

/** Copies relations as they are; those that do not exist are left out. Throws OperationalError. */
export async function copyExisting(
  connection: Connection,
  { profile }: Project,
  copies: readonly ScratchCopy[],
): Promise<void> {
  const { introspector } = profile.adapter;
  for (const { node, from, to } of copies) {
    if (!('alias' in node)) continue;
    const { database, schema, alias } = node;
    const found = (
      await introspector.listRelations(connection, database === '' ? null : database, schema)
    ).find(({ identifier }) => identifier?.toLowerCase() === alias.toLowerCase());
    if (found?.type === 'table') await replaceTable(connection, profile, to, `select * from ${from}`);
  }
}

async function columnsOf(connection: Connection, { node, from }: ScratchCopy): Promise<readonly string[]> {
  try {
    const { columns } = await connection.execute(`select * from ${from} where 1 = 0`);
    return columns.map(({ name }) => name);
  } catch (cause) {
    throw new ProjectFailure({
      code: 'TX2109',
      message: `${node.uniqueId} cannot be copied: ${cause instanceof Error ? cause.message : String(cause)}`,
      hint: `Build it first (tx build -s ${node.name}), or select it too: tx prove -s +….`,
      nodeId: node.uniqueId,
      cause,
    });
  }
}

async function replaceTable(
  connection: Connection,
  { adapter }: Project['profile'],
  to: Relation,
  sql: string,
): Promise<void> {
  const { introspector, dialect } = adapter;
  const there = await introspector.listRelations(connection, to.database, to.schema ?? '');
  if (there.some(({ identifier }) => identifier?.toLowerCase() === to.identifier?.toLowerCase())) {
    await connection.execute(dialect.dropRelation(to, 'table'));
  }
  for (const statement of dialect.createTableAs({ relation: to, sql, config: {} })) {
    await connection.execute(statement);
  }
}
