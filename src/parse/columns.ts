import type { Json, JsonObject } from '../config/json.ts';
import { ProjectFailure } from '../errors/project-error.ts';
import { suggest } from '../errors/did-you-mean.ts';
import type { ColumnInfo } from '../graph/node.ts';
import { normalizeConstraint } from './constraints.ts';
import { asList, asObject, asText, asTexts, distinct, isObject } from './json-values.ts';
import { columnKeys } from './known-keys.ts';
import { entryError, type PropertyEntry } from './property-file.ts';
import { renderDescription } from './render-properties.ts';
import type { ParseSession } from './session.ts';

/** A column as written, with where it stands below its entry. */
export interface ColumnEntry {
  readonly name: string;
  readonly properties: JsonObject;
  readonly path: readonly (string | number)[];
}

/** The columns under a key of rendered properties. Throws ProjectFailure TX1203 for one that has no name. */
export function columnEntries(
  entry: PropertyEntry,
  properties: JsonObject,
  path: readonly (string | number)[] = [],
): readonly ColumnEntry[] {
  return asList(properties['columns']).map((column, index) => {
    const place = [...path, 'columns', index];
    const name = isObject(column) ? column['name'] : undefined;
    if (!isObject(column) || name === undefined || name === null) {
      throw new ProjectFailure(
        entryError(entry, place, {
          code: 'TX1203',
          message: `Invalid ${entry.section} config given in ${entry.file.file.displayPath} @ ${entry.section}: a column of '${entry.name}' has no 'name'`,
          hint: 'Give every column a name.',
        }),
      );
    }
    return { name: String(name), properties: column, path: place };
  });
}

/** Columns for the manifest, by name; of several with one name the last is kept at the place of the first. */
export function columnInfos(
  entry: PropertyEntry,
  columns: readonly ColumnEntry[],
  described: string,
  session: ParseSession,
): ReadonlyMap<string, ColumnInfo> {
  return new Map(columns.map((column) => [column.name, columnInfo(entry, column, described, session)]));
}

/** Tags of a column: its own, then those of its config. */
export function columnTags(column: JsonObject): readonly string[] {
  return distinct([...asTexts(column['tags']), ...asTexts(asObject(column['config'])['tags'])]);
}

function columnInfo(
  entry: PropertyEntry,
  column: ColumnEntry,
  described: string,
  session: ParseSession,
): ColumnInfo {
  const { properties, path, name } = column;
  const config = asObject(properties['config']);
  const meta = { ...asObject(properties['meta']), ...asObject(config['meta']) };
  const tags = columnTags(properties);
  const description = renderDescription(entry, path, properties['description'], described, session);
  return {
    name,
    description: description.text,
    meta,
    dataType: asText(properties['data_type']),
    constraints: asList(properties['constraints']).map((constraint, index) =>
      normalizeConstraint(entry, constraint, [...path, 'constraints', index], false),
    ),
    quote: typeof properties['quote'] === 'boolean' ? properties['quote'] : null,
    tags,
    config: { ...config, meta, tags: [...tags] },
    granularity: asText(properties['granularity']),
    docBlocks: description.docBlocks,
    extra: extraKeys(entry, column, session),
  };
}

/** Keys of the semantic layer, and keys that are not known: kept in the manifest; one that looks like a slip is told. */
function extraKeys(entry: PropertyEntry, column: ColumnEntry, session: ParseSession): JsonObject {
  const { dimension = null, entity = null } = column.properties;
  const extra: Record<string, Json> = { dimension, entity };
  for (const [key, value] of Object.entries(column.properties)) {
    if (columnKeys.has(key)) continue;
    extra[key] = value;
    const near = suggest(key, columnKeys);
    if (near === null) continue;
    session.warnings.push(
      entryError(entry, [...column.path, key], {
        code: 'TX1206',
        message: `The key '${key}' of column '${column.name}' of '${entry.name}' in ${entry.file.file.displayPath} is not known and has no effect`,
        hint: `Did you mean '${near}'?`,
      }),
    );
  }
  return extra;
}
