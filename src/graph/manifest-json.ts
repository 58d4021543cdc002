import type { Json, JsonObject } from '../config/json.ts';
import { DBT_COMPATIBLE_VERSION } from '../config/dbt-version.ts';
import type { Manifest, ManifestMetadata } from './manifest.ts';
import type { DocNode, GraphNode, GroupNode, MacroNode } from './node.ts';
import { groupOf } from './node-kinds.ts';
import { nodeToJson } from './node-json.ts';
import type { CompiledFacts } from './sql-node-json.ts';

/** Sections of the document that hold graph nodes of one kind each; all other kinds stand under `nodes`. */
const OWN_SECTION = {
  source: 'sources',
  exposure: 'exposures',
  metric: 'metrics',
  saved_query: 'saved_queries',
  semantic_model: 'semantic_models',
  unit_test: 'unit_tests',
  function: 'functions',
} as const;

/**
 * The whole manifest as dbt's `manifest.json` (v12), in dbt's order of sections and keys. `facts` says what compiling
 * and running found out, by unique id.
 */
export function manifestToJson(manifest: Manifest, facts?: ReadonlyMap<string, CompiledFacts>): JsonObject {
  const section = (name: string): Record<string, Json> =>
    Object.fromEntries(
      [...manifest.nodes]
        .filter(([, node]) => sectionOf(node) === name)
        .map(([id, node]) => [id, nodeToJson(node, facts?.get(id))]),
    );
  const nodes = section('nodes');
  const sources = section('sources');
  const exposures = section('exposures');
  const metrics = section('metrics');
  const savedQueries = section('saved_queries');
  const semanticModels = section('semantic_models');
  const unitTests = section('unit_tests');
  const functions = section('functions');
  const ids = [
    nodes,
    sources,
    exposures,
    metrics,
    semanticModels,
    savedQueries,
    unitTests,
    functions,
  ].flatMap((part) => Object.keys(part));
  const neighbours = (edges: Manifest['parents']): JsonObject =>
    Object.fromEntries(ids.map((id) => [id, edges.get(id) ?? []]));
  return {
    metadata: metadataToJson(manifest.metadata),
    nodes,
    sources,
    macros: Object.fromEntries([...manifest.macros].map(([id, macro]) => [id, macroToJson(macro)])),
    docs: Object.fromEntries([...manifest.docs].map(([id, doc]) => [id, docToJson(doc)])),
    exposures,
    metrics,
    groups: Object.fromEntries([...manifest.groups].map(([id, group]) => [id, groupToJson(group)])),
    selectors: manifest.selectors,
    disabled: Object.fromEntries(
      [...manifest.disabled].map(([id, list]) => [id, list.map((node) => nodeToJson(node))]),
    ),
    parent_map: neighbours(manifest.parents),
    child_map: neighbours(manifest.children),
    group_map: groupMap(manifest),
    saved_queries: savedQueries,
    semantic_models: semanticModels,
    unit_tests: unitTests,
    functions,
  };
}

function sectionOf(node: GraphNode): string {
  return (OWN_SECTION as Readonly<Record<string, string>>)[node.resourceType] ?? 'nodes';
}

/** unique ids of the members of each group; groups without members have an empty list. */
function groupMap(manifest: Manifest): JsonObject {
  const members = new Map<string, string[]>([...manifest.groups.values()].map((group) => [group.name, []]));
  for (const node of manifest.nodes.values()) {
    const group = groupOf(node);
    if (group !== null) members.get(group)?.push(node.uniqueId);
  }
  return Object.fromEntries(members);
}

function metadataToJson(metadata: ManifestMetadata): JsonObject {
  const startedAt = metadata.invocationStartedAt ?? metadata.generatedAt;
  return {
    dbt_schema_version: 'https://schemas.getdbt.com/dbt/manifest/v12.json',
    dbt_version: metadata.dbtVersion ?? DBT_COMPATIBLE_VERSION,
    generated_at: metadata.generatedAt,
    invocation_id: metadata.invocationId,
    invocation_started_at: startedAt,
    env: metadata.env ?? {},
    project_name: metadata.projectName,
    project_id: metadata.projectId,
    user_id: null,
    send_anonymous_usage_stats: false,
    adapter_type: metadata.adapterType,
    quoting: {
      database: metadata.quoting.database,
      schema: metadata.quoting.schema,
      identifier: metadata.quoting.identifier,
      column: null,
    },
    run_started_at: startedAt.replace(/Z$/, '+00:00'),
  };
}

function macroToJson(macro: MacroNode): JsonObject {
  return {
    name: macro.name,
    resource_type: 'macro',
    package_name: macro.packageName,
    path: macro.path,
    original_file_path: macro.originalFilePath,
    unique_id: macro.uniqueId,
    macro_sql: macro.macroSql,
    depends_on: { macros: macro.dependsOnMacros },
    description: macro.description,
    meta: macro.meta,
    docs: { show: macro.docs.show, node_color: macro.docs.nodeColor },
    config: macro.config,
    patch_path: macro.patchPath,
    arguments: macro.arguments,
    created_at: macro.createdAt,
    supported_languages: macro.supportedLanguages,
  };
}

function docToJson(doc: DocNode): JsonObject {
  return {
    name: doc.name,
    resource_type: 'doc',
    package_name: doc.packageName,
    path: doc.path,
    original_file_path: doc.originalFilePath,
    unique_id: doc.uniqueId,
    block_contents: doc.blockContents,
  };
}

function groupToJson(group: GroupNode): JsonObject {
  return {
    name: group.name,
    resource_type: 'group',
    package_name: group.packageName,
    path: group.path,
    original_file_path: group.originalFilePath,
    unique_id: group.uniqueId,
    owner: group.owner,
    description: group.description,
    config: group.config,
  };
}
