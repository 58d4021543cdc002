import type { Json, JsonObject } from '../config/json.ts';
import { columnsToJson } from './column-json.ts';
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
import type { CompiledFacts } from './sql-node-json.ts';
import { referenceToJson, sourceReferenceToJson, sqlNodeToJson } from './sql-node-json.ts';

/**
 * A node in manifest v12 shape: every key that dbt writes, nulls and empties included, in dbt's order. Templates see
 * this as `model` and in `graph`. `facts` adds what compiling and running found out.
 */
export function nodeToJson(node: GraphNode, facts?: CompiledFacts): JsonObject {
  switch (node.resourceType) {
    case 'source':
      return sourceToJson(node);
    case 'exposure':
      return exposureToJson(node);
    case 'metric':
    case 'semantic_model':
    case 'saved_query':
      return semanticToJson(node);
    case 'unit_test':
      return unitTestToJson(node);
    default:
      return sqlNodeToJson(node, facts);
  }
}

function sourceToJson(node: SourceNode): JsonObject {
  return {
    database: node.database,
    schema: node.schema,
    ...identity(node),
    source_name: node.sourceName,
    source_description: node.sourceDescription,
    loader: node.loader,
    identifier: node.identifier,
    quoting: node.quoting,
    loaded_at_field: node.loadedAtField,
    loaded_at_query: node.loadedAtQuery,
    freshness: freshnessToJson(node.freshness),
    external: node.external,
    description: node.description,
    columns: columnsToJson(node.columns),
    meta: node.meta,
    source_meta: node.sourceMeta,
    tags: node.tags,
    config: node.config,
    patch_path: node.patchPath,
    unrendered_config: node.unrenderedConfig,
    relation_name: node.relationName,
    created_at: node.createdAt,
    unrendered_database: node.unrenderedDatabase,
    unrendered_schema: node.unrenderedSchema,
    doc_blocks: node.docBlocks,
  };
}

/** A freshness rule as manifest and sources.json have it. */
function freshnessToJson(threshold: FreshnessThreshold | null): JsonObject | null {
  if (threshold === null) return null;
  return {
    warn_after: limitToJson(threshold.warnAfter),
    error_after: limitToJson(threshold.errorAfter),
    filter: threshold.filter,
  };
}

function limitToJson(limit: FreshnessLimit | null): JsonObject | null {
  return limit === null ? null : { count: limit.count, period: limit.period };
}

function identity(node: GraphNode): JsonObject {
  return {
    name: node.name,
    resource_type: node.resourceType,
    package_name: node.packageName,
    path: node.path,
    original_file_path: node.originalFilePath,
    unique_id: node.uniqueId,
    fqn: node.fqn,
  };
}

function exposureToJson(node: ExposureNode): JsonObject {
  return {
    ...identity(node),
    type: node.type,
    owner: node.owner,
    description: node.description,
    label: node.label,
    maturity: node.maturity,
    meta: node.meta,
    tags: node.tags,
    config: node.config,
    unrendered_config: node.unrenderedConfig,
    url: node.url,
    depends_on: { macros: node.dependsOn.macros, nodes: node.dependsOn.nodes },
    refs: node.refs.map(referenceToJson),
    sources: node.sources.map(sourceReferenceToJson),
    metrics: node.metrics,
    created_at: node.createdAt,
  };
}

/** Keys after the identity of each semantic kind, in dbt's order. */
const SEMANTIC_KEYS = {
  metric:
    'description label type type_params filter metadata time_granularity meta tags config unrendered_config sources depends_on refs metrics created_at group',
  semantic_model:
    'model node_relation description label defaults entities measures dimensions metadata depends_on refs created_at config unrendered_config primary_entity group',
  saved_query:
    'query_params exports description label metadata config unrendered_config group depends_on created_at refs tags',
} as const;

function semanticToJson(node: SemanticNode): JsonObject {
  const nullable = node.resourceType !== 'metric' && node.description === '';
  const known: JsonObject = {
    sources: [],
    metrics: [],
    description: nullable ? null : node.description,
    label: node.label,
    meta: node.meta,
    tags: node.tags,
    config: node.config,
    unrendered_config: node.unrenderedConfig,
    group: node.group,
    depends_on: { macros: node.dependsOn.macros, nodes: node.dependsOn.nodes },
    refs: node.refs.map(referenceToJson),
    created_at: node.createdAt,
    ...node.body,
  };
  const keys = SEMANTIC_KEYS[node.resourceType].split(' ');
  const entries = keys.map((key): [string, Json] => [key, known[key] ?? null]);
  return { ...identity(node), ...Object.fromEntries(entries) };
}

/** Keys of a semantic node's JSON that are not its `body`. */
export const SEMANTIC_COMMON_KEYS: ReadonlySet<string> = new Set([
  ...'name resource_type package_name path original_file_path unique_id fqn description label meta tags'.split(
    ' ',
  ),
  ...'config unrendered_config group depends_on refs created_at'.split(' '),
]);

function unitTestToJson(node: UnitTestNode): JsonObject {
  return {
    model: node.model,
    given: node.given.map((fixture) => ({ input: fixture.input, ...fixtureToJson(fixture) })),
    expect: fixtureToJson(node.expect),
    ...identity(node),
    description: node.description,
    overrides:
      node.overrides === null
        ? null
        : {
            macros: node.overrides.macros,
            vars: node.overrides.vars,
            env_vars: node.overrides.envVars,
          },
    depends_on: { macros: node.dependsOn.macros, nodes: node.dependsOn.nodes },
    config: node.config,
    checksum: node.checksum,
    schema: node.schema === '' ? null : node.schema,
    created_at: node.createdAt,
    versions: node.versions,
    version: node.version,
  };
}

function fixtureToJson(fixture: UnitTestFixture): JsonObject {
  return { rows: fixture.rows, format: fixture.format, fixture: fixture.fixture };
}
