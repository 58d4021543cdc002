import type { JsonObject } from '../config/json.ts';
import { manifestFromJson } from '../graph/manifest-from-json.ts';
import type { Manifest } from '../graph/manifest.ts';
import { requireArtifact } from './read-artifact.ts';

/** The manifest in a manifest.json. Throws ProjectFailure TX6002. */
export function readManifest(file: string): Manifest {
  return manifestFromJson(requireArtifact(file) as JsonObject);
}
