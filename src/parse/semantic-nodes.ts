import type { JsonObject } from '../config/json.ts';
import { resolveNodeConfig } from '../config/node-config.ts';
import type { ConfigSection } from '../config/project.ts';
import type { SemanticNode } from '../graph/node.ts';
import { readTextReference } from './constraints.ts';
import { asObject, asText, asTexts, distinct } from './json-values.ts';
import { metricBody } from './metric-body.ts';
import { fileFolders } from './project-file.ts';
import type { DefinedSection } from './parse-properties.ts';
import type { PropertyEntry } from './property-file.ts';
import { renderDescription, renderEntry } from './render-properties.ts';
import { savedQueryBody } from './saved-query-body.ts';
import { metricsOfMeasures, semanticModelBody } from './semantic-model-body.ts';
import type { ParseSession } from './session.ts';

/** A kind of semantic resource: key of the property file, section of dbt_project.yml. */
interface SemanticKind {
  readonly key: DefinedSection;
  readonly section: ConfigSection;
  readonly resourceType: SemanticNode['resourceType'];
}

const METRIC: SemanticKind = { key: 'metrics', section: 'metrics', resourceType: 'metric' };

/** Kinds of semantic resources. */
export const semanticKinds: readonly SemanticKind[] = [
  { key: 'semantic_models', section: 'semantic-models', resourceType: 'semantic_model' },
  METRIC,
  { key: 'saved_queries', section: 'saved-queries', resourceType: 'saved_query' },
];

/**
 * A metric, semantic model or saved query as written; a semantic model brings the metrics along that its measures ask
 * for. Throws ProjectFailure.
 */
export function semanticNodes(
  session: ParseSession,
  entry: PropertyEntry,
  kind: SemanticKind,
): readonly SemanticNode[] {
  const properties = renderEntry(entry, session);
  const node = semanticNode(session, entry, kind, properties, entry.name);
  if (kind.resourceType !== 'semantic_model') return [node];
  const metrics = metricsOfMeasures(properties, node.meta);
  return [
    node,
    ...metrics.map((metric) => semanticNode(session, entry, METRIC, metric, String(metric['name']))),
  ];
}

function semanticNode(
  session: ParseSession,
  entry: PropertyEntry,
  { section, resourceType }: SemanticKind,
  properties: JsonObject,
  name: string,
): SemanticNode {
  const { file } = entry.file;
  const uniqueId = `${resourceType}.${file.packageName}.${name}`;
  const fqn = [file.packageName, ...fileFolders(file), name];
  const patchConfig = asObject(properties['config']);
  const isOwn = name === entry.name;
  const raw = isOwn ? asObject(entry.raw['config']) : patchConfig;
  const { config, unrenderedConfig } = resolveNodeConfig({
    project: session.project,
    section,
    resourceType,
    packageName: file.packageName,
    fqn,
    patchConfig,
    unrenderedPatch: raw,
  });
  const reference =
    resourceType === 'semantic_model' ? readTextReference(asText(properties['model']) ?? '') : null;
  return {
    resourceType,
    uniqueId,
    name,
    packageName: file.packageName,
    path: file.path,
    originalFilePath: file.originalFilePath,
    fqn,
    description: renderDescription(entry, [], properties['description'], uniqueId, session).text,
    tags: tagsOf(resourceType, properties, config),
    meta: { ...asObject(config['meta']), ...asObject(properties['meta']) },
    config,
    // dbt shows what dbt_project.yml says of metrics only.
    unrenderedConfig: resourceType === 'metric' ? unrenderedConfig : raw,
    createdAt: session.createdAt,
    label: asText(properties['label']),
    group: asText(config['group']),
    refs: reference && 'ref' in reference ? [reference.ref] : [],
    dependsOn: { nodes: [], macros: [] },
    body: bodyOf(session, entry, resourceType, properties, config),
  };
}

/** Tags that selection sees: a metric's stand beside its config, a saved query's in either place. */
function tagsOf(
  resourceType: SemanticNode['resourceType'],
  properties: JsonObject,
  config: JsonObject,
): readonly string[] {
  const beside = asTexts(properties['tags']);
  return distinct(resourceType === 'saved_query' ? [...beside, ...asTexts(config['tags'])] : beside);
}

function bodyOf(
  session: ParseSession,
  entry: PropertyEntry,
  resourceType: SemanticNode['resourceType'],
  properties: JsonObject,
  config: JsonObject,
): JsonObject {
  switch (resourceType) {
    case 'metric':
      return metricBody(properties);
    case 'semantic_model':
      return semanticModelBody(properties, asObject(config['meta']));
    case 'saved_query': {
      const { database, schema } = session.project.profile.credentials;
      return savedQueryBody(properties, { config, rawExports: entry.raw['exports'], database, schema });
    }
  }
}
