import type { Connection } from '../adapter-api/connection.ts';
import type { EventBus } from '../events/event-bus.ts';
import type { SqlNode } from '../graph/node.ts';
import type { IntervalState } from '../intervals/coverage.ts';
import type { Interval } from '../intervals/interval.ts';
import { rowKeyOf } from '../materializations/strategy-of.ts';
import { coverageIn, readIntervals } from './interval-coverage.ts';
import { keepsIntervals, type IntervalProject } from './interval-nodes.ts';
import type { OpenedProject } from './open-project.ts';
import { poolOf } from './pool-of-project.ts';
import { readLedger } from './read-ledger.ts';
import { listSuccesses } from '../ledger/node-runs.ts';

/** An interval of a relation after a backfill. */
export interface AuditedInterval {
  readonly interval: Interval;
  readonly state: IntervalState;
  /** Rows that its last run wrote; null when the warehouse did not say. */
  readonly rows: number | null;
  /** When its last run committed, ISO 8601 in UTC; null when none did. */
  readonly mergedAt: string | null;
}

/** A relation after a backfill. */
export interface AuditedRelation {
  readonly node: SqlNode;
  /** Rows of the whole relation; null where it does not exist. */
  readonly rows: number | null;
  /** Key values that occur more than once; null where no key of the model names one row. */
  readonly duplicateKeys: number | null;
  readonly intervals: readonly AuditedInterval[];
}

/** Looks at what a backfill left: rows and duplicate keys of each relation, and each interval in the ledger. */
export async function auditBackfill(
  opened: OpenedProject,
  project: IntervalProject,
  nodes: readonly SqlNode[],
  intervals: readonly Interval[],
  events: EventBus,
): Promise<readonly AuditedRelation[]> {
  const keeping = nodes.filter(keepsIntervals);
  const found = await readIntervals(opened, project, keeping, events);
  const written = await readLedger(project, events, [], (target, session) =>
    listSuccesses(
      target,
      session,
      keeping.map(({ uniqueId }) => uniqueId),
    ),
  );
  const rows = new Map(
    written.map((nodeRun) => [key(nodeRun.nodeId, nodeRun.runId, nodeRun.interval?.start), nodeRun.rows]),
  );
  const counts = await countRelations(project, keeping, events);
  return found.map((each, index) => ({
    node: each.node,
    rows: counts[index]?.rows ?? null,
    duplicateKeys: counts[index]?.duplicateKeys ?? null,
    intervals: coverageIn(each, intervals).map(({ interval, state, segments }) => ({
      interval,
      state,
      rows: sum(segments.map(({ runId, start }) => rows.get(key(each.node.uniqueId, runId, start)) ?? null)),
      mergedAt:
        segments
          .map(({ recordedAt }) => recordedAt)
          .sort()
          .at(-1) ?? null,
    })),
  }));
}

function key(nodeId: string, runId: string, start: string | undefined): string {
  return `${nodeId} ${runId} ${start ?? ''}`;
}

function sum(counts: readonly (number | null)[]): number | null {
  const known = counts.filter((count) => count !== null);
  return known.length === 0 ? null : known.reduce((total, count) => total + count, 0);
}

async function countRelations(project: IntervalProject, nodes: readonly SqlNode[], events: EventBus) {
  const pool = poolOf(project, events);
  try {
    const connection = await pool.connect(0);
    const counted: { readonly rows: number | null; readonly duplicateKeys: number | null }[] = [];
    for (const node of nodes) counted.push(await countRelation(project, node, connection));
    return counted;
  } finally {
    await pool.close();
  }
}

async function countRelation({ profile }: IntervalProject, node: SqlNode, connection: Connection) {
  const { introspector } = profile.adapter;
  const relations = await introspector.listRelations(connection, node.database, node.schema);
  const exists = relations.some(({ identifier }) => identifier?.toLowerCase() === node.alias.toLowerCase());
  if (!exists) return { rows: null, duplicateKeys: null };
  const count = async (sql: string): Promise<number> => {
    const { rows } = await connection.execute(sql);
    return Number(rows[0]?.[0] ?? 0);
  };
  const relation = node.relationName ?? '';
  const columns = rowKeyOf(node.config, profile.adapter.incrementalStrategies).join(', ');
  const duplicates = `select count(*) from (\n  select 1 as one from ${relation}\n  group by ${columns}\n  having count(*) > 1\n) as twice`;
  return {
    rows: await count(`select count(*) from ${relation}`),
    duplicateKeys: columns === '' ? null : await count(duplicates),
  };
}
