import type { Json, JsonObject } from '../config/json.ts';
import type { Manifest, ManifestMetadata } from './manifest.ts';
import { neighbourMaps } from './neighbour-maps.ts';
import type { DocNode, GraphNode, GroupNode, MacroNode } from './node.ts';
import { NODE_SECTIONS } from './node-sections.ts';
import { nodeFromJson } from './node-from-json.ts';
import { isJsonObject, jsonList, jsonObject, stringList, stringOr, stringOrNull } from './read-json.ts';
import { docsFromJson } from './sql-node-from-json.ts';

/**
 * A manifest from the content of a `manifest.json` (v12; sections that older ones lack count as empty), the reverse of
 * `manifestToJson`. Parents and children are computed from what the nodes depend on. What compiling added is left out.
 */
export function manifestFromJson(json: JsonObject): Manifest {
  const nodes = new Map<string, GraphNode>();
  for (const section of NODE_SECTIONS) {
    for (const [id, node] of Object.entries(jsonObject(json[section])))
      nodes.set(id, nodeFromJson(jsonObject(node)));
  }
  return {
    metadata: metadataFromJson(jsonObject(json['metadata'])),
    nodes,
    macros: mapOf(json['macros'], macroFromJson),
    docs: mapOf(json['docs'], docFromJson),
    groups: mapOf(json['groups'], groupFromJson),
    disabled: new Map(
      Object.entries(jsonObject(json['disabled'])).map(([id, list]) => [
        id,
        jsonList(list).map(jsonObject).map(nodeFromJson),
      ]),
    ),
    selectors: jsonObject(json['selectors']),
    ...neighbourMaps(nodes.values()),
  };
}

function mapOf<T>(json: Json | undefined, read: (value: JsonObject) => T): ReadonlyMap<string, T> {
  return new Map(Object.entries(jsonObject(json)).map(([id, value]) => [id, read(jsonObject(value))]));
}

function metadataFromJson(json: JsonObject): ManifestMetadata {
  const quoting = jsonObject(json['quoting']);
  const generatedAt = stringOr(json['generated_at'], '');
  const environment = Object.entries(jsonObject(json['env'])).map(([key, value]) => [key, String(value)]);
  return {
    projectName: stringOr(json['project_name'], ''),
    projectId: stringOr(json['project_id'], ''),
    adapterType: stringOr(json['adapter_type'], ''),
    generatedAt,
    invocationId: stringOr(json['invocation_id'], ''),
    invocationStartedAt: stringOr(json['invocation_started_at'], generatedAt),
    dbtVersion: stringOr(json['dbt_version'], ''),
    env: Object.fromEntries(environment) as Record<string, string>,
    quoting: {
      database: quoting['database'] !== false,
      schema: quoting['schema'] !== false,
      identifier: quoting['identifier'] !== false,
    },
  };
}

function macroFromJson(json: JsonObject): MacroNode {
  const macroSql = stringOr(json['macro_sql'], '');
  const created = json['created_at'];
  return {
    uniqueId: stringOr(json['unique_id'], ''),
    name: stringOr(json['name'], ''),
    packageName: stringOr(json['package_name'], ''),
    path: stringOr(json['path'], ''),
    originalFilePath: stringOr(json['original_file_path'], ''),
    macroSql,
    dependsOnMacros: stringList(jsonObject(json['depends_on'])['macros']),
    description: stringOr(json['description'], ''),
    meta: jsonObject(json['meta']),
    docs: docsFromJson(json),
    config: jsonObject(json['config']),
    patchPath: stringOrNull(json['patch_path']),
    arguments: jsonList(json['arguments']).filter(isJsonObject),
    createdAt: typeof created === 'number' ? created : 0,
    supportedLanguages: Array.isArray(json['supported_languages'])
      ? stringList(json['supported_languages'])
      : null,
    kind: macroKind(macroSql),
    firstLine: 1,
  };
}

function macroKind(macroSql: string): MacroNode['kind'] {
  const tag = /^\s*\{%[-+]?\s*(test|data_test|materialization)\b/.exec(macroSql)?.[1];
  if (tag === undefined) return 'macro';
  return tag === 'materialization' ? 'materialization' : 'test';
}

function docFromJson(json: JsonObject): DocNode {
  return {
    uniqueId: stringOr(json['unique_id'], ''),
    name: stringOr(json['name'], ''),
    packageName: stringOr(json['package_name'], ''),
    path: stringOr(json['path'], ''),
    originalFilePath: stringOr(json['original_file_path'], ''),
    blockContents: stringOr(json['block_contents'], ''),
  };
}

function groupFromJson(json: JsonObject): GroupNode {
  return {
    uniqueId: stringOr(json['unique_id'], ''),
    name: stringOr(json['name'], ''),
    packageName: stringOr(json['package_name'], ''),
    path: stringOr(json['path'], ''),
    originalFilePath: stringOr(json['original_file_path'], ''),
    owner: jsonObject(json['owner']),
    description: stringOrNull(json['description']),
    config: jsonObject(json['config']),
  };
}
