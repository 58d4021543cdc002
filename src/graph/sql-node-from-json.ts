import type { JsonObject } from '../config/json.ts';
import { columnsFromJson } from './column-json.ts';
import type { Checksum, FunctionNode, ModelNode, SqlNode, TestNode } from './node.ts';
import {
  dependsOnFromJson,
  referencesFromJson,
  resourceFromJson,
  sourceReferencesFromJson,
} from './resource-from-json.ts';
import {
  jsonList,
  jsonObject,
  jsonObjectOrNull,
  stringList,
  stringOr,
  stringOrNull,
  versionOrNull,
} from './read-json.ts';

/** A node with code, the reverse of `sqlNodeToJson` (kinds it does not know count as operations). */
export function sqlNodeFromJson(json: JsonObject): SqlNode {
  const shared = compilableFromJson(json);
  switch (json['resource_type']) {
    case 'model':
      return { ...shared, ...modelKeys(json) };
    case 'seed':
      return { ...shared, resourceType: 'seed', rootPath: stringOr(json['root_path'], '') };
    case 'snapshot':
      return { ...shared, resourceType: 'snapshot' };
    case 'analysis':
      return { ...shared, resourceType: 'analysis' };
    case 'test':
      return { ...shared, ...testKeys(json) };
    case 'function':
      return { ...shared, ...functionKeys(json) };
    default: {
      const index = json['index'];
      return { ...shared, resourceType: 'operation', index: typeof index === 'number' ? index : null };
    }
  }
}

function compilableFromJson(json: JsonObject) {
  const contract = jsonObject(json['contract']);
  const functions = jsonList(json['functions']).map(stringList);
  return {
    ...resourceFromJson(json),
    database: stringOr(json['database'], ''),
    schema: stringOr(json['schema'], ''),
    alias: stringOr(json['alias'], ''),
    relationName: stringOrNull(json['relation_name']),
    rawCode: stringOr(json['raw_code'], ''),
    language: json['language'] === 'python' ? ('python' as const) : ('sql' as const),
    checksum: checksumFromJson(jsonObject(json['checksum'])),
    refs: referencesFromJson(json['refs']),
    sources: sourceReferencesFromJson(json['sources']),
    metrics: jsonList(json['metrics']).map(stringList),
    ...(functions.length > 0 && { functions }),
    dependsOn: dependsOnFromJson(json['depends_on']),
    columns: columnsFromJson(jsonObject(json['columns'])),
    docs: docsFromJson(json),
    patchPath: stringOrNull(json['patch_path']),
    docBlocks: stringList(json['doc_blocks']),
    group: stringOrNull(json['group']),
    contract: {
      enforced: contract['enforced'] === true,
      aliasTypes: contract['alias_types'] !== false,
      checksum: stringOrNull(contract['checksum']),
    },
    firstLine: 1,
    configCall: {},
  };
}

function checksumFromJson(json: JsonObject): Checksum {
  const name = json['name'];
  return {
    name: name === 'sha256' || name === 'path' ? name : 'none',
    checksum: stringOr(json['checksum'], ''),
  };
}

/** `docs` of a node or macro. */
export function docsFromJson(json: JsonObject): {
  readonly show: boolean;
  readonly nodeColor: string | null;
} {
  const docs = jsonObject(json['docs']);
  return { show: docs['show'] !== false, nodeColor: stringOrNull(docs['node_color']) };
}

function modelKeys(json: JsonObject): Omit<ModelNode, keyof ReturnType<typeof compilableFromJson>> {
  const access = json['access'];
  return {
    resourceType: 'model',
    access: access === 'private' || access === 'public' ? access : 'protected',
    constraints: jsonList(json['constraints']).map(jsonObject),
    version: versionOrNull(json['version']),
    latestVersion: versionOrNull(json['latest_version']),
    deprecationDate: stringOrNull(json['deprecation_date']),
    primaryKey: stringList(json['primary_key']),
    timeSpine: jsonObjectOrNull(json['time_spine']),
  };
}

function testKeys(json: JsonObject): Omit<TestNode, keyof ReturnType<typeof compilableFromJson>> {
  const metadata = jsonObjectOrNull(json['test_metadata']);
  return {
    resourceType: 'test',
    testMetadata:
      metadata === null
        ? null
        : {
            name: stringOr(metadata['name'], ''),
            kwargs: jsonObject(metadata['kwargs']),
            namespace: stringOrNull(metadata['namespace']),
          },
    columnName: stringOrNull(json['column_name']),
    attachedNode: stringOrNull(json['attached_node']),
    fileKeyName: stringOrNull(json['file_key_name']),
  };
}

function functionKeys(json: JsonObject): Omit<FunctionNode, keyof ReturnType<typeof compilableFromJson>> {
  return {
    resourceType: 'function',
    arguments: jsonList(json['arguments']).map(jsonObject),
    returns: jsonObjectOrNull(json['returns']),
    extra: {},
  };
}
