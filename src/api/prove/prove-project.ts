import type { Connection } from '../../adapter-api/connection.ts';
import { sourceValue } from '../../compile/source-relation.ts';
import { createEventBus, type EventBus } from '../../events/event-bus.ts';
import type { ConnectionPool } from '../../execute/connection-pool.ts';
import { isFailure, type NodeResult } from '../../execute/node-result.ts';
import { openLocks } from '../../execute/open-locks.ts';
import { silentRecorder } from '../../execute/run-context.ts';
import type { GraphNode } from '../../graph/node.ts';
import { intervalOfNode } from '../../plan/interval-of-node.ts';
import { runLockName, type RunLocks } from '../../ledger/locks/run-locks.ts';
import { uniqueKeyOf } from '../../materializations/incremental-config.ts';
import { batchesOf } from '../run-intervals.ts';
import type { OpenedProject } from '../open-project.ts';
import { lockTimeout, poolOf } from '../pool-of-project.ts';
import { environmentOf, runProject } from '../run-project.ts';
import { workGraph } from '../work-graph.ts';
import {
  compareContents,
  printContent,
  type ContentDifference,
  type ContentPrint,
  type RowSamples,
} from './content-print.ts';
import { scratchProject, type ScratchProject } from './scratch-project.ts';
import { copyExisting, copyRelations, dropDeadSchemas, newScratchSchema } from './scratch-schema.ts';

/** What building a node twice gave. */
export interface NodeProof {
  /** The node as the project has it. */
  readonly node: GraphNode;
  /** Rows after the second build; null where it failed or was skipped. */
  readonly rows: number | null;
  /** How the second build differs from the first; null where it does not, and where one failed. */
  readonly difference: ContentDifference | null;
  /** A few rows that only the second build has. */
  readonly samples: RowSamples;
  /** The build that failed; null when both went well. */
  readonly failed: NodeResult | null;
}

/** The proofs of the selected nodes, in order of their ids. */
export interface Proof {
  readonly proofs: readonly NodeProof[];
  readonly interrupted: boolean;
}

/**
 * Builds the selected nodes twice in a schema of their own, over copies of what they read and of what they hold, and
 * compares what the builds made. The second time what they read has its rows in another order. The schema is dropped at
 * the end. Throws ProjectFailure and OperationalError.
 */
export async function proveProject(
  opened: OpenedProject,
  ids: readonly string[],
  events: EventBus,
): Promise<Proof> {
  const { project } = opened;
  const { schema, id } = newScratchSchema();
  const env = environmentOf(opened, events, ids);
  const scratch = scratchProject(opened, ids, schema, (source) => sourceValue(source, env).toText());
  const guard = poolOf(project, events);
  const stop = { reason: null };
  const locks = openLocks({ env, pool: guard, runId: id, stop }, null, lockTimeout(project.flags));
  try {
    await locks?.acquire(runLockName(id));
    await withConnection(scratch, events, (connection) => prepare(connection, scratch, locks));
    return await buildTwice(scratch, ids, events);
  } finally {
    await withConnection(scratch, events, (connection) => dropScratch(connection, scratch));
    await locks?.close();
    await guard.close();
  }
}

async function prepare(
  connection: Connection,
  scratch: ScratchProject,
  locks: RunLocks | null,
): Promise<void> {
  const { project } = scratch.opened;
  const { dialect } = project.profile.adapter;
  if (locks !== null) await dropDeadSchemas(connection, project, (id) => locks.isAlive(id));
  await connection.execute(dialect.createSchema(databaseOf(scratch), scratch.schema));
  await copyRelations(connection, project, scratch.inputs, 'asc');
  await copyExisting(connection, project, scratch.targets);
}

async function dropScratch(connection: Connection, scratch: ScratchProject): Promise<void> {
  const { adapter } = scratch.opened.project.profile;
  const schemas = await adapter.introspector.listSchemas(connection, databaseOf(scratch));
  if (!schemas.includes(scratch.schema)) return;
  await connection.execute(adapter.dialect.dropSchema(databaseOf(scratch), scratch.schema));
}

async function buildTwice(scratch: ScratchProject, ids: readonly string[], events: EventBus): Promise<Proof> {
  const first = await buildOnce(scratch, ids, 'first');
  const empty: Proof = { proofs: [], interrupted: true };
  if (first.interrupted) return empty;
  const before = await withConnection(scratch, events, async (connection) => {
    const prints = await printAll(connection, scratch, first.failed, new Map());
    await copyRelations(connection, scratch.opened.project, scratch.inputs, 'desc');
    return prints;
  });
  const second = await buildOnce(scratch, ids, 'second');
  if (second.interrupted) return empty;
  const failed = new Map([...second.failed, ...first.failed]);
  const after = await withConnection(scratch, events, (connection) =>
    printAll(connection, scratch, failed, new Map([...before].map(([node, { print }]) => [node, print]))),
  );
  const proofs = scratch.targets.map(({ node }) => {
    const [one, two] = [before.get(node.uniqueId), after.get(node.uniqueId)];
    return {
      node,
      rows: two?.print.rowCount ?? null,
      difference: one && two ? compareContents(one.print, two.print) : null,
      samples: two?.samples ?? [],
      failed: failed.get(node.uniqueId) ?? null,
    };
  });
  return { proofs: proofs.sort((a, b) => (a.node.uniqueId < b.node.uniqueId ? -1 : 1)), interrupted: false };
}

/** One build of the selected nodes, at an instant of its own; gives what failed, by unique id. */
async function buildOnce({ opened }: ScratchProject, ids: readonly string[], which: 'first' | 'second') {
  const project = which === 'first' ? opened.project : { ...opened.project, startedAt: new Date() };
  const outcome = await runProject({
    opened: { ...opened, project },
    work: workGraph(opened.manifest, ids, false),
    // What goes wrong is in the results; the lines of a build would be taken for one of the project.
    events: createEventBus(),
    recorder: silentRecorder,
    batchesToRetry: batchesOfInterval(opened, ids),
    onResult: () => undefined,
  });
  const failures = outcome.results.filter((result) => isFailure(result.status));
  return {
    failed: new Map(failures.map((result) => [result.nodeId, result])),
    interrupted: outcome.interrupted,
  };
}

/** Microbatches of the interval that the run is for; without one each build takes the last ones, as other runs do. */
function batchesOfInterval(opened: OpenedProject, ids: readonly string[]) {
  const { project, manifest } = opened;
  const bound = ids.flatMap((id) => {
    const node = manifest.nodes.get(id);
    return node?.resourceType === 'model' ? (intervalOfNode(node, { project, manifest }) ?? []) : [];
  });
  return bound[0] === undefined ? new Map() : batchesOf(opened, ids, [bound[0]], 0);
}

async function printAll(
  connection: Connection,
  scratch: ScratchProject,
  failed: ReadonlyMap<string, NodeResult>,
  known: ReadonlyMap<string, ContentPrint>,
) {
  const { dialect } = scratch.opened.project.profile.adapter;
  const prints = new Map<string, { readonly print: ContentPrint; readonly samples: RowSamples }>();
  for (const { node, to } of scratch.targets) {
    if (failed.has(node.uniqueId)) continue;
    const before = known.get(node.uniqueId) ?? null;
    const relation = dialect.renderRelation(to);
    prints.set(node.uniqueId, await printContent(connection, relation, uniqueKeyOf(node.config), before));
  }
  return prints;
}

async function withConnection<T>(
  { opened }: ScratchProject,
  events: EventBus,
  work: (connection: Connection) => Promise<T>,
): Promise<T> {
  const pool: ConnectionPool = poolOf(opened.project, events);
  try {
    return await work(await pool.connect(0));
  } finally {
    await pool.close();
  }
}

function databaseOf({ opened }: ScratchProject): string | null {
  const { database } = opened.project.profile.credentials;
  return database === '' ? null : database;
}
