import type { Json, JsonObject } from '../config/json.ts';
import { columnsFromJson } from './column-json.ts';
import type {
  ExposureNode,
  FreshnessLimit,
  FreshnessThreshold,
  GraphNode,
  SemanticNode,
  SourceNode,
  UnitTestFixture,
  UnitTestNode,
} from './node.ts';
import { SEMANTIC_COMMON_KEYS } from './node-json.ts';
import {
  jsonList,
  jsonObject,
  jsonObjectOrNull,
  stringList,
  stringOr,
  stringOrNull,
  versionOrNull,
} from './read-json.ts';
import {
  dependsOnFromJson,
  referencesFromJson,
  resourceFromJson,
  sourceReferencesFromJson,
} from './resource-from-json.ts';
import { sqlNodeFromJson } from './sql-node-from-json.ts';

/** A node of a manifest (v12; keys that older versions lack count as empty), the reverse of `nodeToJson`. */
export function nodeFromJson(json: JsonObject): GraphNode {
  const resourceType = stringOr(json['resource_type'], '');
  switch (resourceType) {
    case 'source':
      return sourceFromJson(json);
    case 'exposure':
      return exposureFromJson(json);
    case 'metric':
    case 'semantic_model':
    case 'saved_query':
      return semanticFromJson(json, resourceType);
    case 'unit_test':
      return unitTestFromJson(json);
    default:
      return sqlNodeFromJson(json);
  }
}

function sourceFromJson(json: JsonObject): SourceNode {
  return {
    ...resourceFromJson(json),
    resourceType: 'source',
    sourceName: stringOr(json['source_name'], ''),
    sourceDescription: stringOr(json['source_description'], ''),
    loader: stringOr(json['loader'], ''),
    identifier: stringOr(json['identifier'], ''),
    database: stringOr(json['database'], ''),
    schema: stringOr(json['schema'], ''),
    quoting: jsonObject(json['quoting']),
    loadedAtField: stringOrNull(json['loaded_at_field']),
    loadedAtQuery: stringOrNull(json['loaded_at_query']),
    freshness: freshnessFromJson(json['freshness']),
    external: json['external'] ?? null,
    columns: columnsFromJson(jsonObject(json['columns'])),
    sourceMeta: jsonObject(json['source_meta']),
    relationName: stringOr(json['relation_name'], ''),
    patchPath: stringOrNull(json['patch_path']),
    docBlocks: stringList(json['doc_blocks']),
    unrenderedDatabase: stringOrNull(json['unrendered_database']),
    unrenderedSchema: stringOrNull(json['unrendered_schema']),
    written: { variables: [], names: [] },
  };
}

function freshnessFromJson(json: Json | undefined): FreshnessThreshold | null {
  const freshness = jsonObjectOrNull(json);
  if (freshness === null) return null;
  return {
    warnAfter: limitFromJson(freshness['warn_after']),
    errorAfter: limitFromJson(freshness['error_after']),
    filter: stringOrNull(freshness['filter']),
  };
}

function limitFromJson(json: Json | undefined): FreshnessLimit | null {
  if (json === null) return null;
  const { count = null, period = null } = jsonObject(json);
  return {
    count: typeof count === 'number' ? count : null,
    period: period === 'minute' || period === 'hour' || period === 'day' ? period : null,
  };
}

function exposureFromJson(json: JsonObject): ExposureNode {
  return {
    ...resourceFromJson(json),
    resourceType: 'exposure',
    type: stringOr(json['type'], ''),
    owner: jsonObject(json['owner']),
    label: stringOrNull(json['label']),
    maturity: stringOrNull(json['maturity']),
    url: stringOrNull(json['url']),
    refs: referencesFromJson(json['refs']),
    sources: sourceReferencesFromJson(json['sources']),
    metrics: jsonList(json['metrics']).map(stringList),
    dependsOn: dependsOnFromJson(json['depends_on']),
  };
}

function semanticFromJson(json: JsonObject, resourceType: SemanticNode['resourceType']): SemanticNode {
  return {
    ...resourceFromJson(json),
    resourceType,
    label: stringOrNull(json['label']),
    group: stringOrNull(json['group']),
    refs: referencesFromJson(json['refs']),
    dependsOn: dependsOnFromJson(json['depends_on']),
    body: Object.fromEntries(Object.entries(json).filter(([key]) => !SEMANTIC_COMMON_KEYS.has(key))),
  };
}

function unitTestFromJson(json: JsonObject): UnitTestNode {
  const resource = resourceFromJson(json);
  const overrides = jsonObjectOrNull(json['overrides']);
  const dependsOn = dependsOnFromJson(json['depends_on']);
  return {
    ...resource,
    // The manifest has a unit test's tags in its config only.
    tags: stringList(resource.config['tags']),
    meta: jsonObject(resource.config['meta']),
    resourceType: 'unit_test',
    model: stringOr(json['model'], ''),
    given: jsonList(json['given']).map(jsonObject).map(fixtureFromJson),
    expect: fixtureFromJson(jsonObject(json['expect'])),
    overrides:
      overrides === null
        ? null
        : {
            macros: jsonObject(overrides['macros']),
            vars: jsonObject(overrides['vars']),
            envVars: jsonObject(overrides['env_vars']),
          },
    versions: json['versions'] ?? null,
    version: versionOrNull(json['version']),
    testedNodeUniqueId: dependsOn.nodes[0] ?? null,
    thisInputNodeUniqueId: null,
    dependsOn,
    schema: stringOr(json['schema'], ''),
    checksum: stringOrNull(json['checksum']),
  };
}

function fixtureFromJson(json: JsonObject): UnitTestFixture {
  const format = json['format'];
  return {
    input: stringOrNull(json['input']),
    format: format === 'csv' || format === 'sql' ? format : 'dict',
    rows: json['rows'] ?? null,
    fixture: stringOrNull(json['fixture']),
  };
}
