import type { Json, JsonObject } from '../config/json.ts';
import { filterForm } from './metric-body.ts';
import { asList, asObject, asText, asTexts } from './json-values.ts';

/** What the exports of a saved query take from around it. */
export interface SavedQuerySurroundings {
  /** The saved query's own resolved config. */
  readonly config: JsonObject;
  /** Its exports as written. */
  readonly rawExports: Json | undefined;
  readonly database: string;
  readonly schema: string;
}

/** What a saved query is made of, in the form dbt's manifest has. */
export function savedQueryBody(properties: JsonObject, around: SavedQuerySurroundings): JsonObject {
  const params = asObject(properties['query_params']);
  const raw = asList(around.rawExports);
  return {
    query_params: {
      metrics: asTexts(params['metrics']),
      group_by: asTexts(params['group_by']),
      where: filterForm(params['where']),
      order_by: asTexts(params['order_by']),
      limit: params['limit'] ?? null,
    },
    exports: asList(properties['exports']).map((item, index) =>
      exportForm(asObject(item), asObject(asObject(raw[index])['config']), around),
    ),
    metadata: null,
  };
}

function exportForm(given: JsonObject, unrendered: JsonObject, around: SavedQuerySurroundings): JsonObject {
  const config = asObject(given['config']);
  return {
    name: given['name'] ?? null,
    config: {
      export_as: config['export_as'] ?? around.config['export_as'] ?? null,
      schema_name: asText(config['schema']) ?? asText(around.config['schema']) ?? around.schema,
      alias: config['alias'] ?? given['name'] ?? null,
      database: around.database,
    },
    unrendered_config: unrendered,
  };
}
