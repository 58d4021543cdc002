import type { Json, JsonObject } from '../config/json.ts';
import type { DependsOn, Reference, SourceReference } from './node.ts';
import { jsonList, jsonObject, stringList, stringOr, stringOrNull, versionOrNull } from './read-json.ts';

/** What every resource has. */
export function resourceFromJson(json: JsonObject) {
  const created = json['created_at'];
  return {
    uniqueId: stringOr(json['unique_id'], ''),
    name: stringOr(json['name'], ''),
    packageName: stringOr(json['package_name'], ''),
    path: stringOr(json['path'], ''),
    originalFilePath: stringOr(json['original_file_path'], ''),
    fqn: stringList(json['fqn']),
    description: stringOr(json['description'], ''),
    tags: stringList(json['tags']),
    meta: jsonObject(json['meta']),
    config: jsonObject(json['config']),
    unrenderedConfig: jsonObject(json['unrendered_config']),
    createdAt: typeof created === 'number' ? created : 0,
  };
}

/** `depends_on` of a node. */
export function dependsOnFromJson(json: Json | undefined): DependsOn {
  const dependsOn = jsonObject(json);
  return { nodes: stringList(dependsOn['nodes']), macros: stringList(dependsOn['macros']) };
}

/** `refs` of a node. */
export function referencesFromJson(json: Json | undefined): readonly Reference[] {
  return jsonList(json)
    .map(jsonObject)
    .map((reference) => ({
      name: stringOr(reference['name'], ''),
      package: stringOrNull(reference['package']),
      version: versionOrNull(reference['version']),
    }));
}

/** `sources` of a node. */
export function sourceReferencesFromJson(json: Json | undefined): readonly SourceReference[] {
  return jsonList(json).map((pair) => {
    const [sourceName = '', tableName = ''] = stringList(pair);
    return { sourceName, tableName };
  });
}
