import type { Json, JsonObject } from '../config/json.ts';
import { resolveNodeConfig } from '../config/node-config.ts';
import { ProjectFailure } from '../errors/project-error.ts';
import { suggest } from '../errors/did-you-mean.ts';
import type { ExposureNode } from '../graph/node.ts';
import { gatherFacts } from './gather-facts.ts';
import { asList, asObject, asText, asTexts, distinct, isObject } from './json-values.ts';
import { fileFolders } from './project-file.ts';
import { entryError, type PropertyEntry } from './property-file.ts';
import { placed, renderDescription, renderEntry } from './render-properties.ts';
import type { ParseSession } from './session.ts';

const TYPES = ['dashboard', 'notebook', 'analysis', 'ml', 'application'];
const MATURITIES = ['low', 'medium', 'high'];

/** An exposure of a property file. Throws ProjectFailure TX1215. */
export function exposureNode(session: ParseSession, entry: PropertyEntry): ExposureNode {
  const properties = renderEntry(entry, session);
  checkExposure(entry, properties);
  const { file } = entry.file;
  const uniqueId = `exposure.${file.packageName}.${entry.name}`;
  const description = renderDescription(entry, [], properties['description'], uniqueId, session);
  const patch = asObject(properties['config']);
  const tags = distinct([...asTexts(properties['tags']), ...asTexts(patch['tags'])]);
  const meta = { ...asObject(properties['meta']), ...asObject(patch['meta']) };
  const fqn = [file.packageName, ...fileFolders(file), entry.name];
  const { config, unrenderedConfig } = resolveNodeConfig({
    project: session.project,
    section: 'exposures',
    resourceType: 'exposure',
    packageName: file.packageName,
    fqn,
    patchConfig: { ...patch, tags: [...tags], meta },
    unrenderedPatch: asObject(entry.raw['config']),
  });
  const owner = asObject(properties['owner']);
  return {
    resourceType: 'exposure',
    uniqueId,
    name: entry.name,
    packageName: file.packageName,
    path: file.path,
    originalFilePath: file.originalFilePath,
    fqn,
    description: description.text,
    tags: distinct(asTexts(config['tags'])),
    meta: asObject(config['meta']),
    config,
    unrenderedConfig,
    createdAt: session.createdAt,
    type: asText(properties['type']) ?? '',
    owner: { email: owner['email'] ?? null, name: owner['name'] ?? null, ...owner },
    label: asText(properties['label']),
    maturity: asText(properties['maturity']),
    url: asText(properties['url']),
    ...dependencies(session, entry, asList(properties['depends_on'])),
  };
}

/** What `depends_on:` names, each item rendered as if it stood in a model. */
function dependencies(
  session: ParseSession,
  entry: PropertyEntry,
  items: readonly Json[],
): Pick<ExposureNode, 'refs' | 'sources' | 'metrics' | 'dependsOn'> {
  const rawCode = items.map((item) => `{{ ${String(item)} }}`).join('');
  const { displayPath, packageName } = entry.file.file;
  const { facts } = placed(entry, ['depends_on'], () =>
    gatherFacts(session, {
      name: entry.name,
      packageName,
      displayPath,
      rawCode,
      firstLine: 1,
      relation: () => null,
      model: () => null,
    }),
  );
  return {
    refs: facts.refs.map(({ name, package: inPackage, version }) => ({
      name,
      package: inPackage,
      version,
      location: { file: displayPath },
    })),
    sources: facts.sources.map(({ sourceName, tableName }) => ({ sourceName, tableName })),
    metrics: facts.metrics,
    dependsOn: { nodes: [], macros: [] },
  };
}

function checkExposure(entry: PropertyEntry, properties: JsonObject): void {
  const type = asText(properties['type']);
  if (type === null || !TYPES.includes(type)) {
    const near = type === null ? null : suggest(type, TYPES);
    throw invalid(
      entry,
      'type',
      type === null ? "it has no 'type'" : `'${type}' is not a type of exposure`,
      near ? `Did you mean '${near}'?` : `Types are ${TYPES.join(', ')}.`,
    );
  }
  const owner = properties['owner'];
  if (!isObject(owner))
    throw invalid(
      entry,
      'owner',
      "'owner' is a required property",
      'Write owner: {name: …} or owner: {email: …}.',
    );
  if (asText(owner['name']) === null && asText(owner['email']) === null) {
    throw invalid(
      entry,
      'owner',
      "its 'owner' has neither a name nor an email",
      'Write owner: {name: …} or owner: {email: …}.',
    );
  }
  const maturity = asText(properties['maturity']);
  if (maturity !== null && !MATURITIES.includes(maturity)) {
    throw invalid(
      entry,
      'maturity',
      `'${maturity}' is not a maturity`,
      `It is one of ${MATURITIES.join(', ')}.`,
    );
  }
}

function invalid(entry: PropertyEntry, key: string, what: string, hint: string): ProjectFailure {
  return new ProjectFailure(
    entryError(entry, [key], {
      code: 'TX1215',
      message: `Invalid exposures config given in ${entry.file.file.displayPath} @ exposures: exposure '${entry.name}': ${what}`,
      hint,
    }),
  );
}
