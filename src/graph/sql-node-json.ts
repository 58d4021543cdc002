import type { Json, JsonObject } from '../config/json.ts';
import { columnsToJson } from './column-json.ts';
import type { ModelNode, Reference, SeedNode, SourceReference, SqlNode, TestNode } from './node.ts';

/** What compiling and running add to a node in the manifest; paths are relative to the project's root. */
export interface CompiledFacts {
  readonly compiledPath: string | null;
  readonly buildPath: string | null;
  /** Null for a node that ran without being compiled (seeds). */
  readonly compiledCode: string | null;
  readonly extraCtes: readonly { readonly id: string; readonly sql: string }[];
}

/** An object that is filled key by key: one made by spreading others costs several times as much, for each of all nodes. */
type Filled = Record<string, Json>;

/** A node with code in manifest v12 shape, in dbt's order of keys; `facts` where it was compiled or run. */
export function sqlNodeToJson(node: SqlNode, facts?: CompiledFacts): JsonObject {
  const json = opening(node, facts);
  if (node.resourceType === 'seed') {
    json['root_path'] = node.rootPath;
    json['depends_on'] = { macros: node.dependsOn.macros };
    return json;
  }
  fillCode(json, node, facts);
  switch (node.resourceType) {
    case 'model':
      fillModel(json, node);
      return json;
    case 'test':
      fillTest(json, node);
      return json;
    case 'operation':
      json['index'] = node.index;
      return json;
    case 'function':
      return { returns: node.returns, ...json, arguments: node.arguments, ...node.extra };
    default:
      return json;
  }
}

/** What all kinds begin with. */
function opening(node: SqlNode, facts: CompiledFacts | undefined): Filled {
  return {
    database: node.database,
    schema: node.schema,
    name: node.name,
    resource_type: node.resourceType,
    package_name: node.packageName,
    path: node.path,
    original_file_path: node.originalFilePath,
    unique_id: node.uniqueId,
    fqn: node.fqn,
    alias: node.alias,
    checksum: { name: node.checksum.name, checksum: node.checksum.checksum },
    config: node.config,
    tags: node.tags,
    description: node.description,
    columns: columnsToJson(node.columns),
    meta: node.meta,
    group: node.group,
    docs: { show: node.docs.show, node_color: node.docs.nodeColor },
    patch_path: node.patchPath,
    build_path: facts?.buildPath ?? null,
    unrendered_config: node.unrenderedConfig,
    created_at: node.createdAt,
    relation_name: node.relationName,
    raw_code: node.rawCode,
    doc_blocks: node.docBlocks,
  };
}

function fillCode(json: Filled, node: Exclude<SqlNode, SeedNode>, facts: CompiledFacts | undefined): void {
  json['language'] = node.language;
  json['refs'] = node.refs.map(referenceToJson);
  json['sources'] = node.sources.map(sourceReferenceToJson);
  json['metrics'] = node.metrics;
  json['functions'] = node.functions ?? [];
  json['depends_on'] = { macros: node.dependsOn.macros, nodes: node.dependsOn.nodes };
  json['compiled_path'] = facts?.compiledPath ?? null;
  if (facts !== undefined && facts.compiledCode !== null) {
    json['compiled'] = true;
    json['compiled_code'] = facts.compiledCode;
    json['extra_ctes_injected'] = true;
    json['extra_ctes'] = facts.extraCtes.map(({ id, sql }) => ({ id, sql }));
  }
  json['contract'] = {
    enforced: node.contract.enforced,
    alias_types: node.contract.aliasTypes,
    checksum: node.contract.checksum,
  };
}

function fillModel(json: Filled, node: ModelNode): void {
  json['access'] = node.access;
  json['constraints'] = node.constraints;
  json['version'] = node.version;
  json['latest_version'] = node.latestVersion;
  json['deprecation_date'] = node.deprecationDate;
  json['primary_key'] = node.primaryKey;
  json['time_spine'] = node.timeSpine;
}

function fillTest(json: Filled, node: TestNode): void {
  if (node.testMetadata === null) return;
  json['column_name'] = node.columnName;
  json['file_key_name'] = node.fileKeyName;
  json['attached_node'] = node.attachedNode;
  json['test_metadata'] = {
    name: node.testMetadata.name,
    kwargs: node.testMetadata.kwargs,
    namespace: node.testMetadata.namespace,
  };
}

/** A `ref()` as the manifest has it. */
export function referenceToJson(reference: Reference): JsonObject {
  return { name: reference.name, package: reference.package, version: reference.version };
}

/** A `source()` as the manifest has it: `[source, table]`. */
export function sourceReferenceToJson(reference: SourceReference): readonly string[] {
  return [reference.sourceName, reference.tableName];
}
