import { ProjectFailure, type ProjectError } from '../errors/project-error.ts';
import { findCycle } from '../graph/dag.ts';
import type { Manifest } from '../graph/manifest.ts';

/** The first cycle of the graph, named in full; null when there is none. */
export function findCycleError(manifest: Manifest): ProjectError | null {
  const cycle = manifest.isAcyclic === true ? null : findCycle(manifest.parents);
  if (cycle === null) return null;
  const files = cycle.flatMap((id) => manifest.nodes.get(id)?.originalFilePath ?? []);
  return {
    code: 'TX1305',
    message: `Found a cycle: ${[...cycle, cycle[0] ?? ''].join(' --> ')}`,
    hint: 'Break it: one of these must not refer to the next.',
    location: { file: files[0] ?? '' },
    ...(cycle[0] ? { nodeId: cycle[0] } : {}),
  };
}

/** Throws ProjectFailure TX1305 when the graph has a cycle: nothing can be run in order then. */
export function refuseCycle(manifest: Manifest): void {
  const error = findCycleError(manifest);
  if (error !== null) throw new ProjectFailure(error);
}
