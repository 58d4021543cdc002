import path from 'node:path';
import type { Flags } from '../config/flags.ts';
import { readArtifact, requireArtifact } from '../artifacts/read-artifact.ts';
import type { JsonObject } from '../config/json.ts';
import { manifestFromJson } from '../graph/manifest-from-json.ts';
import type { PreviousState } from '../graph/state-comparison.ts';

/** What `--state` holds; null when it is not given. Throws ProjectFailure TX6002 for missing or damaged files. */
export function previousState(flags: Flags, root: string): PreviousState | null {
  if (flags.state === null) return null;
  const folder = path.resolve(root, flags.state);
  const read = (name: string): JsonObject | null =>
    readArtifact(path.join(folder, name)) as JsonObject | null;
  return {
    manifest: manifestFromJson(requireArtifact(path.join(folder, 'manifest.json')) as JsonObject),
    runResults: read('run_results.json'),
    sources: read('sources.json'),
    currentSources: readArtifact(
      path.resolve(root, flags.targetPath ?? 'target', 'sources.json'),
    ) as JsonObject | null,
  };
}
