import type { Dialect } from '../adapter-api/dialect.ts';
import type { ExistingRelation, Relation } from '../adapter-api/relation.ts';
import type { NodeSession } from '../compile/node-session.ts';
import type { ModelNode } from '../graph/node.ts';
import { indexStatements } from '../materializations/index-steps.ts';
import { noAtomicReplace } from '../materializations/replace-table.ts';
import { openSession } from './open-session.ts';
import type { RunContext } from './run-context.ts';

/** A model that was built under another name. */
export interface StagedTable {
  readonly node: ModelNode;
  /** The model's own relation. */
  readonly target: Relation;
  readonly stage: Relation;
}

/** What goes with the change of names. */
export interface Publication {
  /** Looks, under the locks, whether the stages may take their place; throws where they may not. */
  readonly check: () => Promise<void>;
  /** Statements that record a table, in the same transaction. */
  readonly rows: (table: StagedTable) => readonly string[];
}

/**
 * Puts stages in the place of the relations that they are for: all of them in one transaction where the warehouse can
 * undo DDL, else each in one statement. Nobody else writes the relations meanwhile. Throws ProjectFailure and
 * OperationalError; the relations then are as they were.
 */
export async function publishStages(
  tables: readonly StagedTable[],
  run: RunContext,
  { check, rows }: Publication,
): Promise<void> {
  const session = openSession(null, 0, run);
  const names = tables.flatMap(({ node }) => node.relationName ?? []).sort();
  for (const name of names) await run.locks?.acquire(name);
  try {
    await check();
    await replaceAll(tables, session, run, rows);
  } finally {
    for (const name of names) await run.locks?.release(name);
  }
}

async function replaceAll(
  tables: readonly StagedTable[],
  session: NodeSession,
  run: RunContext,
  rows: Publication['rows'],
): Promise<void> {
  const { transactionalDdl } = run.env.project.profile.adapter.capabilities;
  if (!transactionalDdl) {
    for (const table of tables) await replace(table, session, run, rows);
    return;
  }
  await session.begin();
  try {
    for (const table of tables) await replace(table, session, run, rows);
    await session.commit();
  } catch (thrown) {
    await session.rollback();
    throw thrown;
  }
}

async function replace(
  table: StagedTable,
  session: NodeSession,
  run: RunContext,
  rows: Publication['rows'],
): Promise<void> {
  const { target, stage } = table;
  run.env.relations.forget(target.database, target.schema ?? '');
  const existing = await session.getRelation(target);
  for (const statement of replacement(table, existing, run)) await session.run(statement);
  session.cacheDropped(stage);
  session.cacheAdded({ ...target, type: 'table' });
  const recorded = rows(table);
  if (recorded.length > 0) await session.run(recorded.join(';\n'));
}

function replacement(
  { node, target, stage }: StagedTable,
  existing: ExistingRelation | null,
  run: RunContext,
): readonly string[] {
  const { capabilities, dialect } = run.env.project.profile.adapter;
  if (existing !== null && dialect.replaceKeepingDependents) {
    return [dialect.replaceKeepingDependents(existing, { ...stage, type: 'table' })];
  }
  const drop = existing === null ? [] : [dialect.dropRelation(existing, existing.type)];
  const indexes = indexStatements(target, node.config, dialect);
  // A table with indexes cannot be renamed everywhere.
  const renames =
    capabilities.transactionalDdl && (indexes.length === 0 || !capabilities.createOrReplaceTable);
  if (renames) return [...drop, dialect.renameRelation(stage, 'table', target.identifier ?? '')];
  if (!capabilities.createOrReplaceTable) {
    throw noAtomicReplace(
      node.uniqueId,
      'Leave out --full-reload: the intervals are then built anew in their place.',
    );
  }
  return [
    ...(existing !== null && existing.type !== 'table' ? drop : []),
    ...copyOver(node, target, stage, dialect),
    ...indexes,
    dialect.dropRelation(stage, 'table'),
  ];
}

function copyOver(node: ModelNode, target: Relation, stage: Relation, dialect: Dialect): readonly string[] {
  const sql = `select *\nfrom ${dialect.renderRelation(stage)}`;
  return dialect.createTableAs({ relation: target, sql, orReplace: true, config: node.config });
}

/** Drops stages that will not take their place, as far as they were made. Throws OperationalError. */
export async function dropStages(stages: readonly Relation[], run: RunContext): Promise<void> {
  const { dialect } = run.env.project.profile.adapter;
  const session = openSession(null, 0, run);
  for (const stage of stages) run.env.relations.forget(stage.database, stage.schema ?? '');
  const there: ExistingRelation[] = [];
  for (const stage of stages) {
    const found = await session.getRelation(stage);
    if (found !== null) there.push(found);
  }
  // Views first: they may hold on to what they read.
  for (const relation of there.sort((a, b) => Number(a.type === 'table') - Number(b.type === 'table'))) {
    await session.run(dialect.dropRelation(relation, relation.type));
    session.cacheDropped(relation);
  }
}
