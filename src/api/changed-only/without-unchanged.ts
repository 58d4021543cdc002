import type { ExistingRelation } from '../../adapter-api/relation.ts';
import type { EventBus } from '../../events/event-bus.ts';
import { lastLoaded } from '../../execute/freshness.ts';
import type { NodeResult } from '../../execute/node-result.ts';
import { openSession } from '../../execute/open-session.ts';
import type { RunContext } from '../../execute/run-context.ts';
import { skippedResult } from '../../execute/run-selection.ts';
import type { GraphNode } from '../../graph/node.ts';
import { latestNodeRuns, type LatestNodeRun } from '../../ledger/latest-node-runs.ts';
import { readLedgerState } from '../../ledger/open-ledger.ts';
import { runFingerprintOf } from '../../ledger/run-fingerprint.ts';
import { ledgerTarget, VALUES_READ } from '../ledger-of-project.ts';
import type { OpenedProject } from '../open-project.ts';
import { noLedger } from '../read-ledger.ts';
import { withRun } from '../compile-nodes.ts';
import { unchangedNodes } from './unchanged-nodes.ts';
import { hashOfValuesRead } from './values-read.ts';

/** A selection parted in what has to run and the results of what has not. */
export interface ChangedOnly {
  readonly ids: readonly string[];
  readonly reused: readonly NodeResult[];
}

/**
 * Parts nodes by whether their code, configuration and inputs are as at their last success in the ledger. Under
 * `--full-refresh` all of them run. Throws ProjectFailure TX5003 without a ledger, and OperationalError.
 */
export async function withoutUnchanged(
  opened: OpenedProject,
  ids: readonly string[],
  events: EventBus,
): Promise<ChangedOnly> {
  const { project, manifest } = opened;
  const target = ledgerTarget(project);
  if (target === null) throw noLedger(project);
  if (project.flags.fullRefresh) return { ids, reused: [] };
  const unchanged = await withRun(opened, ids, events, async (run) => {
    const session = openSession(null, 0, run);
    const { introspector } = project.profile.adapter;
    if ((await readLedgerState(target, session, introspector)).format === 0) return new Set<string>();
    const { profile, root } = project;
    const latest = await latestNodeRuns(target, session, {
      project: root.name,
      name: profile.targetName,
      schema: profile.credentials.schema,
    });
    return unchangedNodes(ids, {
      manifest,
      latest,
      values: hashOfValuesRead(opened),
      valuesOf: rememberedValues(),
      fingerprint: (id) => runFingerprintOf(manifest, id),
      exists: await existence(ids, opened, run),
      changedAt: await sourceChanges(ids, opened, run),
    });
  });
  return {
    ids: ids.filter((id) => !unchanged.has(id)),
    reused: ids.filter((id) => unchanged.has(id)).map((id) => reusedResult(id, opened)),
  };
}

/** Many nodes are of one run, whose arguments are read once. */
function rememberedValues(): (run: LatestNodeRun) => string | null {
  const known = new Map<string, string | null>();
  return ({ runId, arguments: text }) => {
    const before = known.get(runId);
    if (before !== undefined) return before;
    const value = (JSON.parse(text) as Readonly<Record<string, unknown>>)[VALUES_READ];
    const values = typeof value === 'string' ? value : null;
    known.set(runId, values);
    return values;
  };
}

/** Tells whether relations exist, after one query a schema. */
async function existence(
  ids: readonly string[],
  { manifest }: OpenedProject,
  run: RunContext,
): Promise<(node: GraphNode) => boolean> {
  const session = openSession(null, 0, run);
  const leavesRelation = (node: GraphNode): node is RelationNode =>
    RELATIONS.has(node.resourceType) || (node.resourceType === 'test' && run.env.storesFailures(node));
  const key = (schema: string | null, name: string | null): string => `${schema}.${name}`.toLowerCase();
  const schemas = new Map<string, readonly [string | null, string]>();
  for (const id of ids) {
    const node = manifest.nodes.get(id);
    if (node && leavesRelation(node))
      schemas.set(`${node.database}.${node.schema}`, [node.database, node.schema]);
  }
  const found = new Set<string>();
  for (const [database, schema] of schemas.values()) {
    const relations: readonly ExistingRelation[] = await session.listRelations(database, schema);
    for (const relation of relations) found.add(key(relation.schema, relation.identifier));
  }
  return (node) => !leavesRelation(node) || found.has(key(node.schema, node.alias));
}

/** Kinds of nodes that always leave a relation; a test does where it keeps its failing rows. */
const RELATIONS: ReadonlySet<string> = new Set(['model', 'seed', 'snapshot']);

type RelationNode = Extract<GraphNode, { readonly resourceType: 'model' | 'seed' | 'snapshot' | 'test' }>;

/** Asks when each source above the nodes was loaded last; what cannot be told stays unknown, and its readers run. */
async function sourceChanges(
  ids: readonly string[],
  { manifest }: OpenedProject,
  run: RunContext,
): Promise<(sourceId: string) => Date | null> {
  const changes = new Map<string, Date>();
  const above = new Set(ids);
  for (const id of above) for (const parent of manifest.parents.get(id) ?? []) above.add(parent);
  for (const id of above) {
    const node = manifest.nodes.get(id);
    if (node?.resourceType !== 'source') continue;
    const session = openSession(node, 0, run);
    try {
      changes.set(id, (await lastLoaded(node, session, run.env)).maxLoadedAt);
    } catch (thrown) {
      await session.rollback();
      const reason = thrown instanceof Error ? thrown.message : String(thrown);
      const text = `Whether ${node.sourceName}.${node.name} changed cannot be told: ${reason}`;
      run.env.events.emit({ kind: 'message', level: 'debug', name: 'SourceUnknown', text });
    }
  }
  return (id) => changes.get(id) ?? null;
}

function reusedResult(id: string, { manifest }: OpenedProject): NodeResult {
  const node = manifest.nodes.get(id);
  const relation = node !== undefined && 'relationName' in node ? node.relationName : null;
  return {
    ...skippedResult(id, 'Unchanged since its last success', relation),
    status: 'reused',
  };
}
