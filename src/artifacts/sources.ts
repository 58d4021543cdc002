import type { Project } from '../config/project.ts';
import type { FreshnessResult } from '../execute/freshness.ts';
import type { FreshnessLimit, FreshnessThreshold } from '../graph/node.ts';
import { artifactMetadata, artifactTime } from './artifact-metadata.ts';

/** sources.json, version 3. Sources that could not be measured stand in it too, with their error. */
export function sourcesJson(
  project: Project,
  results: readonly FreshnessResult[],
  elapsedSeconds: number,
): Readonly<Record<string, unknown>> {
  return {
    metadata: artifactMetadata(project, 'sources', 3),
    results: results.map(resultJson),
    elapsed_time: elapsedSeconds,
  };
}

function resultJson(result: FreshnessResult): Readonly<Record<string, unknown>> {
  if (result.status === 'runtime error') {
    return { unique_id: result.nodeId, error: result.error?.message ?? null, status: 'runtime error' };
  }
  return {
    unique_id: result.nodeId,
    max_loaded_at: offsetTime(result.maxLoadedAt),
    snapshotted_at: offsetTime(result.snapshottedAt),
    max_loaded_at_time_ago_in_s: result.age,
    status: result.status,
    criteria: criteriaJson(result.criteria),
    adapter_response: result.adapterResponse,
    timing: result.timing.map((timing) => ({
      name: timing.name,
      started_at: artifactTime(timing.startedAt),
      completed_at: artifactTime(timing.completedAt),
    })),
    thread_id: result.threadId,
    execution_time: result.executionTime,
  };
}

/** dbt writes these instants with an offset, and without a fraction when there is none. */
function offsetTime(instant: string | null): string | null {
  if (instant === null) return null;
  return instant.replace(/\.000Z$/, '+00:00').replace(/\.(\d{3})Z$/, '.$1000+00:00');
}

function criteriaJson(criteria: FreshnessThreshold | null): Readonly<Record<string, unknown>> {
  const threshold = (limit: FreshnessLimit | null | undefined) =>
    limit === null ? null : { count: limit?.count ?? null, period: limit?.period ?? null };
  return {
    warn_after: threshold(criteria?.warnAfter),
    error_after: threshold(criteria?.errorAfter),
    filter: criteria?.filter ?? null,
  };
}
