import type { JsonObject } from '../../src/config/json.ts';
import type { Manifest } from '../../src/graph/manifest.ts';
import type { ManifestDraft } from '../../src/graph/manifest-draft.ts';
import { manifestFromJson } from '../../src/graph/manifest-from-json.ts';
import type { GraphNode, ModelNode, UnitTestNode } from '../../src/graph/node.ts';
import { nodeFromJson } from '../../src/graph/node-from-json.ts';
import { jsonObject } from '../../src/graph/read-json.ts';

/** The draft from which a manifest could have been linked: nothing resolved, nothing inferred. */
export function draftOf(manifest: Manifest): ManifestDraft {
  const nodes = new Map([...manifest.nodes.values()].map(unlink).map((node) => [node.uniqueId, node]));
  return {
    metadata: manifest.metadata,
    nodes: [...nodes.values()],
    disabled: [...manifest.disabled.values()].flat(),
    macros: [...manifest.macros.values()],
    docs: [...manifest.docs.values()],
    groups: [...manifest.groups.values()],
    selectors: manifest.selectors,
  };
}

function unlink(node: GraphNode): GraphNode {
  const dependsOn = { macros: 'dependsOn' in node ? node.dependsOn.macros : [], nodes: [] };
  switch (node.resourceType) {
    case 'source':
      return node;
    case 'unit_test':
      return unbind(node);
    case 'model':
      return { ...node, dependsOn, primaryKey: [] };
    case 'metric': {
      const params = { ...jsonObject(node.body['type_params']), input_measures: [] };
      return { ...node, dependsOn, body: { ...node.body, type_params: params } };
    }
    case 'semantic_model':
      return { ...node, dependsOn, body: { ...node.body, node_relation: null } };
    default:
      return { ...node, dependsOn, config: { ...node.config, enabled: true } };
  }
}

function unbind(node: UnitTestNode): UnitTestNode {
  return {
    ...node,
    uniqueId: node.version === null ? node.uniqueId : node.uniqueId.replace(/_v[^_]*$/, ''),
    version: null,
    testedNodeUniqueId: null,
    schema: '',
    dependsOn: { macros: [], nodes: [] },
  };
}

/** A draft with these nodes alone. */
export function draftWith(nodes: readonly GraphNode[], rest: Partial<ManifestDraft> = {}): ManifestDraft {
  const empty = manifestFromJson({ metadata: { project_name: 'shop' } } as JsonObject);
  return { ...draftOf(empty), nodes, ...rest };
}

/** A model `model.shop.<name>` in the manifest's shape, with the keys of `json` over it. */
export function modelNode(name: string, json: JsonObject = {}): ModelNode {
  return nodeFromJson({
    resource_type: 'model',
    name,
    package_name: 'shop',
    unique_id: `model.${String(json['package_name'] ?? 'shop')}.${name}`,
    path: `${name}.sql`,
    original_file_path: `models/${name}.sql`,
    fqn: [String(json['package_name'] ?? 'shop'), name],
    database: 'db',
    schema: 'main',
    alias: name,
    raw_code: 'select 1',
    config: { enabled: true },
    ...json,
  }) as ModelNode;
}

/** A `ref()` in the manifest's shape. */
export function refTo(
  name: string,
  version: string | number | null = null,
  packageName: string | null = null,
) {
  return { name, package: packageName, version };
}
