import type { Json, JsonObject } from '../config/json.ts';
import { ProjectFailure } from '../errors/project-error.ts';
import type { GraphNode, ModelNode } from '../graph/node.ts';
import { filledIn } from '../util/filled-in.ts';
import { asList, asObject, asText, isObject } from './json-values.ts';
import { textChecksum } from './text-checksum.ts';
import type { NodePatch } from './node-patch.ts';
import type { PatchIndex } from './patch-index.ts';
import { fileFolders, fileStem, type ProjectFile } from './project-file.ts';
import { entryError } from './property-file.ts';
import { seedChecksum } from './seed-file.ts';
import type { ParseSession } from './session.ts';
import { buildSqlNode, relationName, type BuiltNode, type SqlNodeSource } from './sql-node.ts';

/** A file's node without its text: names and places that follow from the path. */
function sourceOf(
  session: ParseSession,
  file: ProjectFile,
  rawCode: string,
  patch: NodePatch | null,
  kind: Pick<SqlNodeSource, 'resourceType' | 'section'>,
): SqlNodeSource {
  const name = fileStem(file);
  checkName(file, name);
  if (patch === null || patch.version === null) warnOfDots(session, file, name);
  return {
    resourceType: kind.resourceType,
    section: kind.section,
    uniqueId: `${kind.resourceType}.${file.packageName}.${name}`,
    name,
    packageName: file.packageName,
    path: file.path,
    originalFilePath: file.originalFilePath,
    displayPath: file.displayPath,
    fqn: [file.packageName, ...fileFolders(file), name],
    rawCode,
    firstLine: 1,
    checksum: textChecksum(rawCode),
    patch,
  };
}

/** The model in a SQL file. Throws ProjectFailure. */
export function modelNode(
  session: ParseSession,
  file: ProjectFile,
  text: string,
  patches: PatchIndex,
): GraphNode {
  const patch = patches.take('models', file.packageName, fileStem(file));
  const source = sourceOf(session, file, text.trim(), patch, { resourceType: 'model', section: 'models' });
  const version = patch?.version ?? null;
  const versioned: SqlNodeSource =
    patch === null || version === null
      ? source
      : {
          ...source,
          name: patch.entry.name,
          uniqueId: `model.${file.packageName}.${patch.entry.name}.v${version.v}`,
          fqn: [file.packageName, ...fileFolders(file), patch.entry.name, `v${version.v}`],
          version: version.v,
        };
  const built = buildSqlNode(session, versioned);
  return completeModel(session, built, patch);
}

function completeModel(session: ParseSession, built: BuiltNode, patch: NodePatch | null): ModelNode {
  const { base } = built;
  const properties: JsonObject = patch?.properties ?? {};
  const version = patch?.version ?? null;
  const ephemeral = base.config['materialized'] === 'ephemeral';
  return filledIn(base, {
    resourceType: 'model',
    relationName: ephemeral ? null : relationName(session, base),
    access: accessOf(base.uniqueId, base.originalFilePath, base.config, patch),
    constraints: built.constraints,
    version: version?.v ?? null,
    latestVersion: version?.latest ?? null,
    deprecationDate: deprecationDate(version ? version.properties : properties),
    primaryKey: [],
    timeSpine: timeSpine(properties['time_spine']),
  });
}

function timeSpine(value: Json | undefined): JsonObject | null {
  if (!isObject(value)) return null;
  const granularities = asList(value['custom_granularities']).map((item) => ({
    column_name: null,
    ...asObject(item),
  }));
  return { ...value, custom_granularities: granularities };
}

const ACCESS = ['private', 'protected', 'public'] as const;

function accessOf(
  uniqueId: string,
  path: string,
  config: JsonObject,
  patch: NodePatch | null,
): ModelNode['access'] {
  const value = asText(config['access']) ?? 'protected';
  const access = ACCESS.find((known) => known === value);
  if (access !== undefined) return access;
  const error = {
    code: 'TX1216',
    message: `Node ${uniqueId} has an invalid value (${value}) for the access field`,
    hint: `Access is one of ${ACCESS.join(', ')}.`,
    nodeId: uniqueId,
  } as const;
  throw new ProjectFailure(
    patch ? entryError(patch.entry, ['access'], error) : { ...error, location: { file: path } },
  );
}

/** Dates as dbt writes them into the manifest: an instant, in UTC where no zone is given. */
function deprecationDate(properties: JsonObject): string | null {
  const text = asText(properties['deprecation_date']);
  if (text === null) return null;
  const match = /^(\d{4}-\d\d?-\d\d?)(?:[Tt ]+(\d\d?:\d\d:\d\d)(\.\d+)?\s*(Z|[-+]\d\d(?::?\d\d)?)?)?$/.exec(
    text.trim(),
  );
  if (!match) return text;
  const [, date, time = '00:00:00', fraction = '', zone = 'Z'] = match;
  return `${date}T${time}${fraction}${zone === 'Z' ? '+00:00' : zone}`;
}

/** The seed in a CSV file. Throws ProjectFailure. */
export function seedNode(session: ParseSession, file: ProjectFile, patches: PatchIndex): GraphNode {
  const patch = patches.take('seeds', file.packageName, fileStem(file));
  const { flags, packages } = session.project;
  const source: SqlNodeSource = {
    ...sourceOf(session, file, '', patch, { resourceType: 'seed', section: 'seeds' }),
    checksum: seedChecksum(file.absolutePath, file.originalFilePath, flags.maximumSeedSizeMib),
  };
  const { base } = buildSqlNode(session, source);
  return filledIn(base, {
    resourceType: 'seed',
    relationName: relationName(session, base),
    rootPath: packages.get(file.packageName)?.root ?? session.project.root.root,
  });
}

/** The analysis in a SQL file: it stands under a folder `analysis` whatever the project calls it. */
export function analysisNode(
  session: ParseSession,
  file: ProjectFile,
  text: string,
  patches: PatchIndex,
): GraphNode {
  const patch = patches.take('analyses', file.packageName, fileStem(file));
  const source = sourceOf(session, file, text.trim(), patch, {
    resourceType: 'analysis',
    section: 'analyses',
  });
  const { base } = buildSqlNode(session, {
    ...source,
    // dbt takes an analysis' settings from the models'.
    section: 'models',
    path: `analysis/${file.path}`,
    fqn: [file.packageName, 'analysis', ...fileFolders(file), source.name],
  });
  return { ...base, resourceType: 'analysis' };
}

/** The singular test in a SQL file. Throws ProjectFailure. */
export function singularTestNode(
  session: ParseSession,
  file: ProjectFile,
  text: string,
  patches: PatchIndex,
): GraphNode {
  const patch = patches.take('data_tests', file.packageName, fileStem(file));
  const source = sourceOf(session, file, text.trim(), patch, { resourceType: 'test', section: 'data_tests' });
  const { base } = buildSqlNode(session, source);
  return filledIn(base, {
    resourceType: 'test',
    config: storeFailuresAs(base.config),
    relationName: storesFailures(base.config) ? relationName(session, base) : null,
    testMetadata: null,
    columnName: null,
    attachedNode: null,
    fileKeyName: null,
  });
}

/** Whether a test's config says that its failing rows are kept in a relation. */
export function storesFailures(config: JsonObject): boolean {
  const as = config['store_failures_as'];
  if (as === 'table' || as === 'view') return true;
  return as === 'ephemeral' ? false : config['store_failures'] === true;
}

/** `store_failures_as` follows from `store_failures` where it is not given, and the other way round. */
export function storeFailuresAs(config: JsonObject): JsonObject {
  const as = asText(config['store_failures_as']);
  if (as !== null) return { ...config, store_failures: as !== 'ephemeral' };
  const stored = config['store_failures'];
  if (typeof stored !== 'boolean') return config;
  return { ...config, store_failures_as: stored ? 'table' : 'ephemeral' };
}

/** The user-defined function in a SQL file. Throws ProjectFailure. */
export function functionNode(
  session: ParseSession,
  file: ProjectFile,
  text: string,
  patches: PatchIndex,
): GraphNode {
  const patch = patches.take('functions', file.packageName, fileStem(file));
  const source = sourceOf(session, file, text.trim(), patch, {
    resourceType: 'function',
    section: 'functions',
  });
  const { base } = buildSqlNode(session, source);
  const properties = patch?.properties ?? {};
  const list = properties['arguments'];
  return filledIn(base, {
    resourceType: 'function',
    relationName: relationName(session, base),
    arguments: Array.isArray(list) ? list.map((item) => asObject(item)) : [],
    returns: isObject(properties['returns']) ? properties['returns'] : null,
    extra: {},
  });
}

function warnOfDots(session: ParseSession, file: ProjectFile, name: string): void {
  if (!name.includes('.')) return;
  session.warnings.push({
    code: 'TX1217',
    message: `The name '${name}' of ${file.displayPath} has a dot in it: selection reads it as folders and a name`,
    hint: `Rename the file, e.g. to ${name.replaceAll('.', '_')}.`,
    location: { file: file.displayPath },
  });
}

function checkName(file: ProjectFile, name: string): void {
  if (!/\s/.test(name)) return;
  throw new ProjectFailure({
    code: 'TX1217',
    message: `The name '${name}' of ${file.displayPath} has a space in it; names of resources may not`,
    hint: `Rename the file, e.g. to ${name.replace(/\s+/g, '_')}.`,
    location: { file: file.displayPath },
  });
}
