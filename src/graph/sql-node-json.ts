import type { JsonObject } from '../config/json.ts';
import { columnsToJson } from './column-json.ts';
import type {
  FunctionNode,
  ModelNode,
  Reference,
  SeedNode,
  SourceReference,
  SqlNode,
  TestNode,
} from './node.ts';

/** What compiling and running add to a node in the manifest; paths are relative to the project's root. */
export interface CompiledFacts {
  readonly compiledPath: string | null;
  readonly buildPath: string | null;
  /** Null for a node that ran without being compiled (seeds). */
  readonly compiledCode: string | null;
  readonly extraCtes: readonly { readonly id: string; readonly sql: string }[];
}

/** A node with code in manifest v12 shape, in dbt's order of keys; `facts` where it was compiled or run. */
export function sqlNodeToJson(node: SqlNode, facts?: CompiledFacts): JsonObject {
  if (node.resourceType === 'seed') return seedToJson(node, facts);
  const shared = {
    ...opening(node),
    ...middle(node, facts),
    language: node.language,
    refs: node.refs.map(referenceToJson),
    sources: node.sources.map(sourceReferenceToJson),
    metrics: node.metrics,
    functions: node.functions ?? [],
    depends_on: { macros: node.dependsOn.macros, nodes: node.dependsOn.nodes },
    compiled_path: facts?.compiledPath ?? null,
    ...compiledKeys(facts),
    contract: {
      enforced: node.contract.enforced,
      alias_types: node.contract.aliasTypes,
      checksum: node.contract.checksum,
    },
  };
  switch (node.resourceType) {
    case 'model':
      return { ...shared, ...modelKeys(node) };
    case 'test':
      return { ...shared, ...testKeys(node) };
    case 'operation':
      return { ...shared, index: node.index };
    case 'function':
      return functionToJson(node, shared);
    default:
      return shared;
  }
}

function opening(node: SqlNode): JsonObject {
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
  };
}

function middle(node: SqlNode, facts: CompiledFacts | undefined): JsonObject {
  return {
    patch_path: node.patchPath,
    build_path: facts?.buildPath ?? null,
    unrendered_config: node.unrenderedConfig,
    created_at: node.createdAt,
    relation_name: node.relationName,
    raw_code: node.rawCode,
    doc_blocks: node.docBlocks,
  };
}

function compiledKeys(facts: CompiledFacts | undefined): JsonObject {
  if (facts === undefined || facts.compiledCode === null) return {};
  return {
    compiled: true,
    compiled_code: facts.compiledCode,
    extra_ctes_injected: true,
    extra_ctes: facts.extraCtes.map(({ id, sql }) => ({ id, sql })),
  };
}

function seedToJson(node: SeedNode, facts: CompiledFacts | undefined): JsonObject {
  return {
    ...opening(node),
    ...middle(node, facts),
    root_path: node.rootPath,
    depends_on: { macros: node.dependsOn.macros },
  };
}

function modelKeys(node: ModelNode): JsonObject {
  return {
    access: node.access,
    constraints: node.constraints,
    version: node.version,
    latest_version: node.latestVersion,
    deprecation_date: node.deprecationDate,
    primary_key: node.primaryKey,
    time_spine: node.timeSpine,
  };
}

function testKeys(node: TestNode): JsonObject {
  if (node.testMetadata === null) return {};
  return {
    column_name: node.columnName,
    file_key_name: node.fileKeyName,
    attached_node: node.attachedNode,
    test_metadata: {
      name: node.testMetadata.name,
      kwargs: node.testMetadata.kwargs,
      namespace: node.testMetadata.namespace,
    },
  };
}

function functionToJson(node: FunctionNode, shared: JsonObject): JsonObject {
  return { returns: node.returns, ...shared, arguments: node.arguments, ...node.extra };
}

/** A `ref()` as the manifest has it. */
export function referenceToJson(reference: Reference): JsonObject {
  return { name: reference.name, package: reference.package, version: reference.version };
}

/** A `source()` as the manifest has it: `[source, table]`. */
export function sourceReferenceToJson(reference: SourceReference): readonly string[] {
  return [reference.sourceName, reference.tableName];
}
