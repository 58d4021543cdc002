import type { Json, JsonObject } from '../config/json.ts';
import { resolveNodeConfig } from '../config/node-config.ts';
import type { ConfigSection } from '../config/project.ts';
import type { SemanticNode } from '../graph/node.ts';
import { readTextReference } from './constraints.ts';
import { asObject, asText, asTexts, distinct } from './json-values.ts';
import { fileFolders } from './project-file.ts';
import type { PropertyEntry } from './property-file.ts';
import { renderDescription, renderEntry } from './render-properties.ts';
import type { ParseSession } from './session.ts';

/** Kinds of semantic resources: key of the property file, section of dbt_project.yml. */
export const semanticKinds = [
  { key: 'semantic_models', section: 'semantic-models', resourceType: 'semantic_model' },
  { key: 'metrics', section: 'metrics', resourceType: 'metric' },
  { key: 'saved_queries', section: 'saved-queries', resourceType: 'saved_query' },
] as const satisfies readonly {
  readonly key: string;
  readonly section: ConfigSection;
  readonly resourceType: SemanticNode['resourceType'];
}[];

const COMMON: ReadonlySet<string> = new Set([
  'name',
  'description',
  'config',
  'meta',
  'tags',
  'label',
  'group',
]);

/** A metric, semantic model or saved query as written. Throws ProjectFailure. */
export function semanticNode(
  session: ParseSession,
  entry: PropertyEntry,
  kind: (typeof semanticKinds)[number],
): SemanticNode {
  const properties = renderEntry(entry, session);
  const { file } = entry.file;
  const uniqueId = `${kind.resourceType}.${file.packageName}.${entry.name}`;
  const fqn = [file.packageName, ...fileFolders(file), entry.name];
  const patch = asObject(properties['config']);
  const tags = [...asTexts(properties['tags']), ...asTexts(patch['tags'])];
  const meta = { ...asObject(properties['meta']), ...asObject(patch['meta']) };
  const { config, unrenderedConfig } = resolveNodeConfig({
    project: session.project,
    section: kind.section,
    resourceType: kind.resourceType,
    packageName: file.packageName,
    fqn,
    patchConfig: {
      ...patch,
      ...(tags.length > 0 ? { tags } : {}),
      ...(Object.keys(meta).length > 0 ? { meta } : {}),
    },
    unrenderedPatch: asObject(entry.raw['config']),
  });
  const reference =
    kind.resourceType === 'semantic_model' ? readTextReference(asText(properties['model']) ?? '') : null;
  return {
    resourceType: kind.resourceType,
    uniqueId,
    name: entry.name,
    packageName: file.packageName,
    path: file.path,
    originalFilePath: file.originalFilePath,
    fqn,
    description: renderDescription(entry, [], properties['description'], uniqueId, session).text,
    tags: distinct(asTexts(config['tags'])),
    meta: asObject(config['meta']),
    config,
    unrenderedConfig,
    createdAt: session.createdAt,
    label: asText(properties['label']),
    group: asText(config['group']) ?? asText(properties['group']),
    refs: reference && 'ref' in reference ? [reference.ref] : [],
    dependsOn: { nodes: [], macros: [] },
    body: bodyOf(properties),
  };
}

function bodyOf(properties: JsonObject): JsonObject {
  const body: Record<string, Json> = {};
  for (const [key, value] of Object.entries(properties)) if (!COMMON.has(key)) body[key] = value;
  return body;
}
