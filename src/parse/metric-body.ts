import type { Json, JsonObject } from '../config/json.ts';
import { asList, asObject, asText, isObject } from './json-values.ts';

/** What a metric is made of, in the form dbt's manifest has: every key is there, names stand as objects. */
export function metricBody(properties: JsonObject): JsonObject {
  return {
    type: properties['type'] ?? 'simple',
    type_params: typeParams(asObject(properties['type_params'])),
    filter: filterForm(properties['filter']),
    metadata: null,
    time_granularity: properties['time_granularity'] ?? null,
  };
}

function typeParams(params: JsonObject): JsonObject {
  const cumulative = params['cumulative_type_params'];
  return {
    measure: measureInput(params['measure']),
    input_measures: [],
    numerator: metricInput(params['numerator']),
    denominator: metricInput(params['denominator']),
    expr: asText(params['expr']),
    window: timeWindow(params['window']),
    grain_to_date: params['grain_to_date'] ?? null,
    metrics: asList(params['metrics']).map(metricInput),
    conversion_type_params: conversionParams(params['conversion_type_params']),
    cumulative_type_params: isObject(cumulative)
      ? {
          window: timeWindow(cumulative['window']),
          grain_to_date: cumulative['grain_to_date'] ?? null,
          period_agg: cumulative['period_agg'] ?? 'first',
          metric: metricInput(cumulative['metric']),
        }
      : null,
    metric_aggregation_params: params['metric_aggregation_params'] ?? null,
    fill_nulls_with: params['fill_nulls_with'] ?? null,
    join_to_timespine: params['join_to_timespine'] === true,
    is_private: params['is_private'] ?? null,
  };
}

function conversionParams(value: Json | undefined): JsonObject | null {
  if (!isObject(value)) return null;
  return {
    entity: value['entity'] ?? null,
    base_measure: measureInput(value['base_measure']),
    conversion_measure: measureInput(value['conversion_measure']),
    base_metric: metricInput(value['base_metric']),
    conversion_metric: metricInput(value['conversion_metric']),
    calculation: value['calculation'] ?? 'conversion_rate',
    window: timeWindow(value['window']),
    constant_properties: value['constant_properties'] ?? null,
  };
}

/** A measure by its name alone, or with settings. */
function measureInput(value: Json | undefined): JsonObject | null {
  const given = inputForm(value);
  if (given === null) return null;
  return {
    name: given['name'] ?? null,
    filter: filterForm(given['filter']),
    alias: given['alias'] ?? null,
    join_to_timespine: given['join_to_timespine'] === true,
    fill_nulls_with: given['fill_nulls_with'] ?? null,
  };
}

function metricInput(value: Json | undefined): JsonObject | null {
  const given = inputForm(value);
  if (given === null) return null;
  return {
    name: given['name'] ?? null,
    filter: filterForm(given['filter']),
    alias: given['alias'] ?? null,
    offset_window: timeWindow(given['offset_window']),
    offset_to_grain: given['offset_to_grain'] ?? null,
  };
}

function inputForm(value: Json | undefined): JsonObject | null {
  if (isObject(value)) return value;
  return typeof value === 'string' ? { name: value } : null;
}

/** `7 days` as `{count: 7, granularity: day}`. */
function timeWindow(value: Json | undefined): Json {
  if (typeof value !== 'string') return value ?? null;
  const [count = '', granularity = ''] = value.trim().toLowerCase().split(/\s+/);
  return { count: Number(count), granularity: granularity.replace(/s$/, '') };
}

/** One condition or several, as dbt writes them; null where there is none. */
export function filterForm(value: Json | undefined): JsonObject | null {
  if (isObject(value)) return value;
  const conditions = asList(value);
  if (conditions.length === 0) return null;
  return { where_filters: conditions.map((condition) => ({ where_sql_template: String(condition) })) };
}
