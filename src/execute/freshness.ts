import type { Cell } from '../adapter-api/connection.ts';
import type { NodeSession } from '../compile/node-session.ts';
import type { RunEnvironment } from '../compile/run-environment.ts';
import { renderSourceQuery } from '../compile/render-source.ts';
import { sourceValue } from '../compile/source-relation.ts';
import type { ProjectError } from '../errors/project-error.ts';
import { ProjectFailure } from '../errors/project-error.ts';
import type { FreshnessLimit, FreshnessThreshold, SourceNode } from '../graph/node.ts';
import { toFailure } from './failure.ts';
import { startClock } from './node-clock.ts';
import { describeNode, nodeInfo } from './node-info.ts';
import type { Timing } from './node-result.ts';
import type { Progress } from './run-node.ts';

/** dbt's words for how fresh a source is. */
export type FreshnessStatus = 'pass' | 'warn' | 'error' | 'runtime error';

/** How fresh one source is. Ages are seconds; instants ISO 8601 in UTC. */
export interface FreshnessResult {
  readonly nodeId: string;
  readonly status: FreshnessStatus;
  readonly maxLoadedAt: string | null;
  readonly snapshottedAt: string | null;
  readonly age: number | null;
  readonly criteria: FreshnessThreshold | null;
  readonly adapterResponse: Readonly<Record<string, unknown>>;
  readonly timing: readonly Timing[];
  readonly threadId: string;
  readonly executionTime: number;
  readonly error: ProjectError | null;
}

/** A source without a single row counts as loaded in year 1: always stale. */
const NEVER = new Date('0001-01-01T00:00:00Z');
const SECONDS = { minute: 60, hour: 3600, day: 86_400 } as const;

/**
 * Asks the warehouse how fresh a source is: `loaded_at_query`, else `max(loaded_at_field)` under the filter, else the
 * relation's metadata. What goes wrong is in the result, never thrown.
 */
export async function measureFreshness(
  node: SourceNode,
  session: NodeSession,
  env: RunEnvironment,
  slot: number,
  progress: Progress,
): Promise<FreshnessResult> {
  const info = nodeInfo(node);
  const description = `freshness of ${node.sourceName}.${node.name}`;
  env.events.emit({ kind: 'node-started', node: info, ...progress, description });
  const clock = startClock();
  const measured = await measure(node, session, env, clock.phase).catch((thrown: unknown): Measured => ({
    status: 'runtime error',
    error: toFailure(thrown, node, env.project).error,
  }));
  const result: FreshnessResult = {
    nodeId: node.uniqueId,
    maxLoadedAt: null,
    snapshottedAt: null,
    age: null,
    adapterResponse: {},
    error: null,
    criteria: node.freshness,
    timing: clock.timings,
    threadId: `Thread-${slot + 1}`,
    executionTime: clock.seconds(),
    ...measured,
  };
  const seconds = result.executionTime;
  env.events.emit({
    kind: 'freshness-finished',
    node: { ...info, name: `${node.sourceName}.${node.name}` },
    ...progress,
    status: result.status,
    seconds,
  });
  return result;
}

type Measured = Pick<FreshnessResult, 'status'> & Partial<FreshnessResult>;

async function measure(
  node: SourceNode,
  session: NodeSession,
  env: RunEnvironment,
  phase: <T>(name: 'execute', work: () => Promise<T>) => Promise<T>,
): Promise<Measured> {
  const { maxLoadedAt, snapshottedAt, adapterResponse } = await phase('execute', () =>
    lastLoaded(node, session, env),
  );
  const age = (snapshottedAt.getTime() - maxLoadedAt.getTime()) / 1000;
  return {
    status: judgeAge(age, node.freshness),
    maxLoadedAt: isoInstant(maxLoadedAt),
    snapshottedAt: isoInstant(snapshottedAt),
    age,
    adapterResponse,
  };
}

/** The verdict on an age in seconds: stale beyond `error_after`, then beyond `warn_after`. */
function judgeAge(age: number, thresholds: FreshnessThreshold | null): FreshnessStatus {
  if (exceeds(age, thresholds?.errorAfter)) return 'error';
  if (exceeds(age, thresholds?.warnAfter)) return 'warn';
  return 'pass';
}

function exceeds(age: number, limit: FreshnessLimit | null | undefined): boolean {
  if (!limit || limit.count === null || limit.period === null) return false;
  return age > limit.count * SECONDS[limit.period];
}

interface LastLoaded {
  readonly maxLoadedAt: Date;
  readonly snapshottedAt: Date;
  readonly adapterResponse: Readonly<Record<string, unknown>>;
}

/** When a source was loaded last. Throws ProjectFailure TX3206 where that cannot be told, and OperationalError. */
export async function lastLoaded(
  node: SourceNode,
  session: NodeSession,
  env: RunEnvironment,
): Promise<LastLoaded> {
  const { adapter } = env.project.profile;
  if (node.loadedAtQuery === null && node.loadedAtField === null) {
    const relation = {
      database: node.database,
      schema: node.schema,
      identifier: node.identifier,
      type: null,
      quoting: env.quoting,
    };
    const changed = await adapter.introspector.lastModified(await session.connection(), relation);
    if (changed === null) throw noTimestamp(node, adapter.name);
    return { maxLoadedAt: changed, snapshottedAt: new Date(), adapterResponse: {} };
  }
  const sql = await freshnessQuery(node, session, env);
  const result = await session.run(sql);
  const row = result.rows[0];
  return {
    maxLoadedAt: instantOf(row?.[0] ?? null, node) ?? NEVER,
    snapshottedAt:
      (row !== undefined && row.length > 1 ? instantOf(row[1] ?? null, node) : null) ?? new Date(),
    adapterResponse: env.adapterResponse(result),
  };
}

async function freshnessQuery(node: SourceNode, session: NodeSession, env: RunEnvironment): Promise<string> {
  const { dialect } = env.project.profile.adapter;
  if (node.loadedAtQuery !== null) {
    const query = await renderSourceQuery(env, node, session, node.loadedAtQuery);
    return `select (\n${query.trim()}\n) as max_loaded_at, ${dialect.currentTimestamp()} as snapshotted_at`;
  }
  const filter = node.freshness?.filter ? `\nwhere ${node.freshness.filter}` : '';
  return [
    'select',
    `  max(${node.loadedAtField}) as max_loaded_at,`,
    `  ${dialect.currentTimestamp()} as snapshotted_at`,
    `from ${sourceValue(node, env).toText()}${filter}`,
  ].join('\n');
}

/** The instant in a cell; times without a zone are taken as UTC. Null for NULL. */
function instantOf(cell: Cell, node: SourceNode): Date | null {
  if (cell === null) return null;
  if (typeof cell === 'object' && 'kind' in cell && (cell.kind === 'timestamp' || cell.kind === 'date')) {
    const text = cell.text.replace(' ', 'T');
    const full = text.includes('T') ? text : `${text}T00:00:00`;
    const instant = new Date(/(?:Z|[+-]\d\d:?\d\d)$/.test(full) ? full : `${full}Z`);
    if (!Number.isNaN(instant.getTime())) return instant;
  }
  throw new ProjectFailure({
    code: 'TX3206',
    message: `Expected a timestamp value when querying field '${node.loadedAtField ?? 'loaded_at_query'}' of table ${node.relationName} but received a value of another type`,
    hint: `Cast it, e.g. loaded_at_field: "cast(${node.loadedAtField ?? 'loaded_at'} as timestamp)".`,
    location: { file: node.originalFilePath },
    nodeId: node.uniqueId,
  });
}

function noTimestamp(node: SourceNode, adapter: string): ProjectFailure {
  return new ProjectFailure({
    code: 'TX3206',
    message: `The freshness of ${describeNode(node)} cannot be told: it has no loaded_at_field, and the ${adapter} adapter keeps no time of change`,
    hint: 'Set loaded_at_field or loaded_at_query on the source or the table.',
    location: { file: node.originalFilePath },
    nodeId: node.uniqueId,
  });
}

function isoInstant(instant: Date): string {
  return instant.toISOString();
}
