import type { Json, JsonObject } from '../config/json.ts';
import { DBT_COMPATIBLE_VERSION } from '../config/dbt-version.ts';
import type { Manifest, ManifestMetadata } from './manifest.ts';
import type { DocNode, GroupNode, MacroNode } from './node.ts';
import { groupOf } from './node-kinds.ts';
import { nodeToJson } from './node-json.ts';
import type { CompiledFacts } from './sql-node-json.ts';
import { NODE_SECTIONS } from './node-sections.ts';

/** Sections of the document that hold graph nodes of one kind each; all other kinds stand under `nodes`. */
const OWN_SECTION: ReadonlyMap<string, string> = new Map([
  ['source', 'sources'],
  ['exposure', 'exposures'],
  ['metric', 'metrics'],
  ['saved_query', 'saved_queries'],
  ['semantic_model', 'semantic_models'],
  ['unit_test', 'unit_tests'],
  ['function', 'functions'],
]);

/** A section of the document: the nodes in it, an entry each, or its whole value. */
export type ManifestSection =
  | { readonly name: string; readonly ids: readonly string[] }
  | { readonly name: string; readonly value: () => Json };

/** The sections of dbt's `manifest.json` (v12), in dbt's order. No node is looked at before its turn. */
export function manifestSections(manifest: Manifest): readonly ManifestSection[] {
  const idsOf = idsBySection(manifest);
  const section = (name: string): ManifestSection => ({ name, ids: idsOf(name) });
  const byId = <T>(items: ReadonlyMap<string, T>, toJson: (item: T) => Json): Json =>
    Object.fromEntries([...items].map(([id, item]) => [id, toJson(item)]));
  const edges = (name: string, among: () => Manifest['parents']): ManifestSection => ({
    name,
    value: () => Object.fromEntries(NODE_SECTIONS.flatMap(idsOf).map((id) => [id, among().get(id) ?? []])),
  });
  return [
    { name: 'metadata', value: () => metadataToJson(manifest.metadata) },
    section('nodes'),
    section('sources'),
    { name: 'macros', value: () => byId(manifest.macros, macroToJson) },
    { name: 'docs', value: () => byId(manifest.docs, docToJson) },
    section('exposures'),
    section('metrics'),
    { name: 'groups', value: () => byId(manifest.groups, groupToJson) },
    { name: 'selectors', value: () => manifest.selectors },
    {
      name: 'disabled',
      value: () => byId(manifest.disabled, (list) => list.map((node) => nodeToJson(node))),
    },
    edges('parent_map', () => manifest.parents),
    edges('child_map', () => manifest.children),
    { name: 'group_map', value: () => groupMap(manifest) },
    section('saved_queries'),
    section('semantic_models'),
    section('unit_tests'),
    section('functions'),
  ];
}

/** The whole manifest as dbt's `manifest.json`. `facts` says what compiling and running found out, by unique id. */
export function manifestToJson(manifest: Manifest, facts?: ReadonlyMap<string, CompiledFacts>): JsonObject {
  return Object.fromEntries(
    manifestSections(manifest).map((section) => [
      section.name,
      'value' in section
        ? section.value()
        : Object.fromEntries(
            section.ids.flatMap((id) => {
              const node = manifest.nodes.get(id);
              return node === undefined ? [] : [[id, nodeToJson(node, facts?.get(id))]];
            }),
          ),
    ]),
  );
}

function idsBySection(manifest: Manifest): (section: string) => readonly string[] {
  const sections = new Map<string, string[]>();
  for (const id of manifest.nodes.keys()) {
    const name = OWN_SECTION.get(id.slice(0, id.indexOf('.'))) ?? 'nodes';
    const list = sections.get(name);
    if (list === undefined) sections.set(name, [id]);
    else list.push(id);
  }
  return (name) => sections.get(name) ?? [];
}

/** unique ids of the members of each group; groups without members have an empty list. */
function groupMap(manifest: Manifest): JsonObject {
  if (manifest.groups.size === 0) return {};
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
