import type { JsonObject } from '../config/json.ts';
import type { ColumnInfo } from './node.ts';
import { jsonList, jsonObject, stringList, stringOr, stringOrNull } from './read-json.ts';

/** Columns as the manifest has them, by name. */
export function columnsToJson(columns: ReadonlyMap<string, ColumnInfo>): JsonObject {
  return Object.fromEntries([...columns].map(([key, column]) => [key, columnToJson(column)]));
}

function columnToJson(column: ColumnInfo): JsonObject {
  return {
    name: column.name,
    description: column.description,
    meta: column.meta,
    data_type: column.dataType,
    constraints: column.constraints,
    quote: column.quote,
    config: column.config,
    tags: column.tags,
    granularity: column.granularity,
    doc_blocks: column.docBlocks,
    ...column.extra,
  };
}

const KNOWN = new Set([
  'name',
  'description',
  'meta',
  'data_type',
  'constraints',
  'quote',
  'config',
  'tags',
  'granularity',
  'doc_blocks',
]);

/** The reverse of `columnsToJson`. */
export function columnsFromJson(json: JsonObject): ReadonlyMap<string, ColumnInfo> {
  return new Map(Object.entries(json).map(([key, value]) => [key, columnFromJson(jsonObject(value))]));
}

function columnFromJson(json: JsonObject): ColumnInfo {
  const quote = json['quote'];
  return {
    name: stringOr(json['name'], ''),
    description: stringOr(json['description'], ''),
    meta: jsonObject(json['meta']),
    dataType: stringOrNull(json['data_type']),
    constraints: jsonList(json['constraints']).map(jsonObject),
    quote: typeof quote === 'boolean' ? quote : null,
    tags: stringList(json['tags']),
    config: jsonObject(json['config']),
    granularity: stringOrNull(json['granularity']),
    docBlocks: stringList(json['doc_blocks']),
    extra: Object.fromEntries(Object.entries(json).filter(([key]) => !KNOWN.has(key))),
  };
}
