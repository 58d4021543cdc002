import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { JsonObject } from '../../src/config/json.ts';

/** A manifest that dbt wrote (test/fixtures/manifests), without what belongs to dbt's own packages. */
export function fixtureManifest(name: string): JsonObject {
  const bytes = readFileSync(new URL(`../fixtures/manifests/${name}.json.gz`, import.meta.url));
  return JSON.parse(gunzipSync(bytes).toString('utf8')) as JsonObject;
}

/** A plain JSON file of test/fixtures/manifests. */
export function fixtureJson(name: string): JsonObject {
  return JSON.parse(
    readFileSync(new URL(`../fixtures/manifests/${name}.json`, import.meta.url), 'utf8'),
  ) as JsonObject;
}
