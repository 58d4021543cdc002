import type { Json, JsonObject } from '../config/json.ts';
import { resolveNodeConfig } from '../config/node-config.ts';
import { ProjectFailure } from '../errors/project-error.ts';
import type { FreshnessLimit, FreshnessThreshold, SourceNode } from '../graph/node.ts';
import { variablesInside } from '../graph/variables-read.ts';
import { columnEntries, columnInfos, type ColumnEntry } from './columns.ts';
import { asList, asObject, asText, asTexts, distinct, isObject } from './json-values.ts';
import { resourceKeys } from './known-keys.ts';
import { fileFolders } from './project-file.ts';
import { entryError, type PropertyEntry } from './property-file.ts';
import { renderDescription, renderEntry } from './render-properties.ts';
import type { ParseSession } from './session.ts';
import { suggest } from '../errors/did-you-mean.ts';

/** A table of a source: its node, and what its tests need. */
export interface ParsedSource {
  readonly node: SourceNode;
  readonly entry: PropertyEntry;
  /** The table's place below the entry. */
  readonly path: readonly (string | number)[];
  readonly table: JsonObject;
  readonly columns: readonly ColumnEntry[];
}

/** The tables of one entry of `sources:`. Throws ProjectFailure for an entry that cannot be read. */
export function sourceNodes(session: ParseSession, entry: PropertyEntry): readonly ParsedSource[] {
  const source = renderEntry(entry, session);
  const described = `source.${entry.file.file.packageName}.${entry.name}`;
  const description = renderDescription(entry, [], source['description'], described, session).text;
  return asList(source['tables']).map((table, index) => {
    const path = ['tables', index];
    if (!isObject(table) || asText(table['name']) === null) {
      throw new ProjectFailure(
        entryError(entry, path, {
          code: 'TX1203',
          message: `Invalid sources config given in ${entry.file.file.displayPath} @ sources: a table of source '${entry.name}' has no 'name'`,
        }),
      );
    }
    warnUnknownTableKeys(session, entry, table, path);
    const columns = columnEntries(entry, table, path);
    return {
      node: tableNode(session, entry, source, table, columns, path, description),
      entry,
      path,
      table,
      columns,
    };
  });
}

function tableNode(
  session: ParseSession,
  entry: PropertyEntry,
  source: JsonObject,
  table: JsonObject,
  columns: readonly ColumnEntry[],
  path: readonly (string | number)[],
  sourceDescription: string,
): SourceNode {
  const { file } = entry.file;
  const name = String(table['name']);
  const uniqueId = `source.${file.packageName}.${entry.name}.${name}`;
  const fqn = [file.packageName, ...fileFolders(file), entry.name, name];
  const settings = mergeSettings(topLevelSettings(source), topLevelSettings(table));
  const { config, unrenderedConfig } = resolveNodeConfig({
    project: session.project,
    section: 'sources',
    resourceType: 'source',
    packageName: file.packageName,
    fqn,
    patchConfig: settings,
    // dbt always writes these, so that they hide what dbt_project.yml says.
    unrenderedPatch: { loaded_at_field: null, loaded_at_query: null, meta: {}, tags: [], ...settings },
  });
  const names = relationNames(session, entry, source, table);
  const description = renderDescription(entry, path, table['description'], uniqueId, session);
  return {
    resourceType: 'source',
    uniqueId,
    name,
    packageName: file.packageName,
    path: file.originalFilePath,
    originalFilePath: file.originalFilePath,
    fqn,
    description: description.text,
    tags: distinct(asTexts(config['tags'])),
    meta: asObject(config['meta']),
    config,
    unrenderedConfig,
    createdAt: session.createdAt,
    sourceName: entry.name,
    sourceDescription,
    loader: asText(table['loader']) ?? asText(source['loader']) ?? '',
    ...names,
    loadedAtField: asText(config['loaded_at_field']),
    loadedAtQuery: asText(config['loaded_at_query']),
    freshness: freshnessOf(config['freshness']),
    external: table['external'] ?? null,
    columns: columnInfos(entry, columns, uniqueId, session),
    sourceMeta: { ...asObject(source['meta']), ...asObject(asObject(source['config'])['meta']) },
    patchPath: null,
    docBlocks: description.docBlocks,
    unrenderedDatabase: asText(entry.raw['database']),
    unrenderedSchema: asText(entry.raw['schema']),
    written: asWritten(entry.raw, path),
  };
}

/** A source's table before anything of it was rendered. */
function asWritten(
  { tables, ...source }: JsonObject,
  [, index]: readonly (string | number)[],
): SourceNode['written'] {
  const table = asObject(asList(tables)[Number(index)]);
  const names = [source['database'], source['schema'], table['identifier']];
  return {
    variables: distinct([...variablesInside(source), ...variablesInside(table)]),
    names: names.map((name) => asText(name) ?? ''),
  };
}

/** Settings that may stand beside `config:` as well as in it. */
const SETTINGS = ['freshness', 'loaded_at_field', 'loaded_at_query', 'meta', 'tags', 'event_time', 'enabled'];

function topLevelSettings(properties: JsonObject): JsonObject {
  const config = asObject(properties['config']);
  const settings: Record<string, Json> = { ...config };
  for (const key of SETTINGS) {
    const value = properties[key];
    if (value === undefined || Object.hasOwn(config, key)) {
      if (key === 'meta' && value !== undefined)
        settings[key] = { ...asObject(value), ...asObject(config[key]) };
      if (key === 'tags' && value !== undefined) settings[key] = [...asList(value), ...asList(config[key])];
      continue;
    }
    settings[key] = key === 'tags' ? asList(value) : value;
  }
  return settings;
}

/** The table's settings over the source's: tags add up, meta and freshness are updated key by key. */
function mergeSettings(source: JsonObject, table: JsonObject): JsonObject {
  const merged: Record<string, Json> = { ...source, ...table };
  const tags = distinct([...asTexts(source['tags']), ...asTexts(table['tags'])]);
  if (tags.length > 0) merged['tags'] = [...tags];
  const meta = { ...asObject(source['meta']), ...asObject(table['meta']) };
  if (Object.keys(meta).length > 0) merged['meta'] = meta;
  if (isObject(source['freshness']) && isObject(table['freshness'])) {
    merged['freshness'] = { ...source['freshness'], ...table['freshness'] };
  }
  if (isObject(merged['freshness'])) merged['freshness'] = { filter: null, ...merged['freshness'] };
  return merged;
}

function relationNames(session: ParseSession, entry: PropertyEntry, source: JsonObject, table: JsonObject) {
  const { adapter, credentials } = session.project.profile;
  const identifier = asText(table['identifier']) ?? String(table['name']);
  const schema = asText(source['schema']) ?? entry.name;
  const database = asText(source['database']) ?? credentials.database;
  const quoting = { ...asObject(source['quoting']), ...asObject(table['quoting']) };
  const quoted = (part: 'database' | 'schema' | 'identifier'): boolean => {
    const given = quoting[part];
    return typeof given === 'boolean' ? given : session.quoting[part];
  };
  return {
    identifier,
    schema,
    database,
    quoting: {
      database: quoting['database'] ?? null,
      schema: quoting['schema'] ?? null,
      identifier: quoting['identifier'] ?? null,
      column: quoting['column'] ?? null,
    },
    relationName: adapter.dialect.renderRelation({
      database: database === '' ? null : database,
      schema,
      identifier,
      quoting: { database: quoted('database'), schema: quoted('schema'), identifier: quoted('identifier') },
    }),
  };
}

function freshnessOf(value: Json | undefined): FreshnessThreshold | null {
  if (!isObject(value)) return null;
  const threshold = (key: string): FreshnessLimit | null => {
    if (value[key] === null) return null;
    const raw = asObject(value[key]);
    const period = asText(raw['period']);
    return {
      count:
        typeof raw['count'] === 'number'
          ? raw['count']
          : raw['count'] === undefined || raw['count'] === null
            ? null
            : Number(raw['count']),
      period: period === 'minute' || period === 'hour' || period === 'day' ? period : null,
    };
  };
  return {
    warnAfter: threshold('warn_after'),
    errorAfter: threshold('error_after'),
    filter: asText(value['filter']),
  };
}

function warnUnknownTableKeys(
  session: ParseSession,
  entry: PropertyEntry,
  table: JsonObject,
  path: readonly (string | number)[],
): void {
  const known = resourceKeys['tables'] ?? new Set<string>();
  for (const key of Object.keys(table)) {
    if (known.has(key)) continue;
    const near = suggest(key, known);
    session.warnings.push(
      entryError(entry, [...path, key], {
        code: 'TX1206',
        message: `The key '${key}' of table '${String(table['name'])}' of source '${entry.name}' in ${entry.file.file.displayPath} is not known and has no effect`,
        hint: near ? `Did you mean '${near}'?` : 'Keys of your own belong under config: meta:.',
      }),
    );
  }
}
