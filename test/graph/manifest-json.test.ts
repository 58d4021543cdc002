import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/config/json.ts';
import { manifestFromJson } from '../../src/graph/manifest-from-json.ts';
import { manifestToJson } from '../../src/graph/manifest-json.ts';
import { isJsonObject, jsonList, jsonObject } from '../../src/graph/read-json.ts';
import type { CompiledFacts } from '../../src/graph/sql-node-json.ts';
import { fixtureManifest } from './support.ts';

const FIXTURES = ['shop', 'state-before', 'state-after', 'properties', 'versions', 'functions'];

/** What compiling and running added to the nodes of a manifest. */
function compiledFacts(json: JsonObject): Map<string, CompiledFacts> {
  return new Map(
    Object.entries(jsonObject(json['nodes'])).map(([id, value]) => {
      const node = jsonObject(value);
      return [
        id,
        {
          compiledPath: (node['compiled_path'] ?? null) as string | null,
          buildPath: (node['build_path'] ?? null) as string | null,
          compiledCode: (node['compiled_code'] ?? null) as string | null,
          extraCtes: jsonList(node['extra_ctes']) as never,
        },
      ];
    }),
  );
}

/** dbt writes a limit that was cleared as null, one never set as two nulls; both mean that there is none. */
function sameLimits(json: unknown): unknown {
  const text = JSON.stringify(json).replace(
    /"(error|warn)_after":null/g,
    '"$1_after":{"count":null,"period":null}',
  );
  return JSON.parse(text) as unknown;
}

/** Every object's keys in order, by path. */
function keyOrders(value: unknown, path = '', out: Record<string, string[]> = {}): Record<string, string[]> {
  if (Array.isArray(value)) value.forEach((item, index) => keyOrders(item, `${path}/${index}`, out));
  else if (isJsonObject(value as never)) {
    const object = value as Record<string, unknown>;
    out[path] = Object.keys(object);
    for (const [key, item] of Object.entries(object)) keyOrders(item, `${path}/${key}`, out);
  }
  return out;
}

describe('manifest.json', () => {
  it.each(FIXTURES)('%s: reading and writing gives back what dbt wrote', (name) => {
    const json = fixtureManifest(name);
    const written = manifestToJson(manifestFromJson(json), compiledFacts(json)) as Record<string, unknown>;
    const metadata = jsonObject(json['metadata']);
    const runStartedAt = (written['metadata'] as JsonObject)['run_started_at'] ?? null;
    expect(sameLimits(written)).toEqual(
      sameLimits({ ...json, metadata: { ...metadata, run_started_at: runStartedAt } }),
    );
  });

  it('keeps the order of the keys', () => {
    const json = fixtureManifest('shop');
    const written = manifestToJson(manifestFromJson(json));
    expect(keyOrders(written)).toEqual(keyOrders(json));
  });
});
