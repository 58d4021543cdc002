import path from 'node:path';
import { readArtifact } from '../artifacts/read-artifact.ts';
import { isFailure } from '../execute/node-result.ts';
import type { NodeStatus } from '../events/event.ts';
import type { OpenedProject } from './open-project.ts';

/**
 * How long nodes took in the last run, from its run_results.json, so that long paths start first. Where the first failure
 * ends the run, what failed last goes before everything else: whoever mends it learns soonest whether it is mended.
 */
export function expectedSeconds(opened: OpenedProject): {
  readonly expectedSeconds?: (id: string) => number | undefined;
} {
  const seconds = new Map<string, number>();
  try {
    const last = readArtifact(path.join(opened.project.targetDirectory, 'run_results.json'));
    for (const result of (last?.['results'] ?? []) as readonly {
      unique_id?: string;
      status?: NodeStatus;
      execution_time?: number;
    }[]) {
      if (!result.unique_id || typeof result.execution_time !== 'number') continue;
      const first =
        opened.project.flags.failFast &&
        result.status !== undefined &&
        isFailure(result.status) &&
        result.status !== 'skipped';
      seconds.set(result.unique_id, first ? Number.POSITIVE_INFINITY : result.execution_time);
    }
  } catch {
    // Durations only order the work; a damaged file costs nothing but the order.
    return {};
  }
  return seconds.size === 0 ? {} : { expectedSeconds: (id) => seconds.get(id) };
}
