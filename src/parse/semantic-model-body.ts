import type { Json, JsonObject } from '../config/json.ts';
import { asList, asObject, asText, isObject } from './json-values.ts';

/**
 * What a semantic model is made of, in the form dbt's manifest has: every key is there, and `meta` of the model stands
 * under that of each of its parts.
 */
export function semanticModelBody(properties: JsonObject, meta: JsonObject): JsonObject {
  const parts = (key: string, form: (part: JsonObject) => JsonObject): Json[] =>
    asList(properties[key]).map((part) => form(asObject(part)));
  const config = (part: JsonObject): JsonObject => {
    const own = asObject(part['config']);
    return { ...own, meta: { ...meta, ...asObject(own['meta']) } };
  };
  return {
    model: properties['model'] ?? null,
    defaults: isObject(properties['defaults'])
      ? { agg_time_dimension: null, ...properties['defaults'] }
      : null,
    entities: parts('entities', (entity) => ({
      ...named(entity),
      role: null,
      ...entity,
      config: config(entity),
    })),
    measures: parts('measures', (measure) => ({ ...measureForm(measure), config: config(measure) })),
    dimensions: parts('dimensions', (dimension) => ({
      ...dimensionForm(dimension),
      config: config(dimension),
    })),
    metadata: null,
    primary_entity: properties['primary_entity'] ?? null,
  };
}

function named(part: JsonObject): JsonObject {
  return { name: part['name'] ?? null, description: null, label: null, expr: null };
}

function dimensionForm(dimension: JsonObject): JsonObject {
  const params = dimension['type_params'];
  return {
    ...named(dimension),
    is_partition: false,
    metadata: null,
    ...dimension,
    type_params: isObject(params) ? { time_granularity: 'day', validity_params: null, ...params } : null,
  };
}

function measureForm(measure: JsonObject): JsonObject {
  const { agg_params: params, non_additive_dimension: nonAdditive, expr } = measure;
  return {
    ...named(measure),
    agg_time_dimension: null,
    ...measure,
    // What asks for a metric has become one.
    create_metric: false,
    expr: typeof expr === 'boolean' ? expr : asText(expr),
    agg_params: isObject(params)
      ? { percentile: null, use_discrete_percentile: false, use_approximate_percentile: false, ...params }
      : null,
    non_additive_dimension: isObject(nonAdditive)
      ? { window_choice: 'min', window_groupings: [], ...nonAdditive }
      : null,
  };
}

/** The simple metrics that measures with `create_metric: true` stand for, as if written under `metrics:`. */
export function metricsOfMeasures(properties: JsonObject, meta: JsonObject): readonly JsonObject[] {
  return asList(properties['measures'])
    .map(asObject)
    .filter((measure) => measure['create_metric'] === true)
    .map((measure) => ({
      name: measure['name'] ?? '',
      label: measure['label'] ?? measure['name'] ?? null,
      description: measure['description'] ?? '',
      type: 'simple',
      type_params: {
        measure: measure['name'] ?? '',
        expr: asText(measure['expr']) ?? asText(measure['name']),
      },
      config: { enabled: true, meta: { ...meta, ...asObject(asObject(measure['config'])['meta']) } },
    }));
}
