import type { Json, JsonObject } from './json.ts';

const BASE: JsonObject = {
  enabled: true,
  alias: null,
  schema: null,
  database: null,
  tags: [],
  meta: {},
  group: null,
  static_analysis: null,
};

const NODE: JsonObject = {
  ...BASE,
  materialized: 'view',
  incremental_strategy: null,
  batch_size: null,
  lookback: 1,
  begin: null,
  persist_docs: {},
  'post-hook': [],
  'pre-hook': [],
  quoting: {},
  column_types: {},
  full_refresh: null,
  unique_key: null,
  on_schema_change: 'ignore',
  on_configuration_change: 'apply',
  grants: {},
  packages: [],
  docs: { show: true, node_color: null },
  contract: { enforced: false, alias_types: true },
  event_time: null,
  concurrent_batches: null,
};

const TEST: JsonObject = {
  ...BASE,
  schema: 'dbt_test__audit',
  materialized: 'test',
  severity: 'ERROR',
  store_failures: null,
  store_failures_as: null,
  where: null,
  limit: null,
  fail_calc: 'count(*)',
  warn_if: '!= 0',
  error_if: '!= 0',
  sql_header: null,
};

const SNAPSHOT: JsonObject = {
  ...NODE,
  materialized: 'snapshot',
  strategy: null,
  target_schema: null,
  target_database: null,
  updated_at: null,
  check_cols: null,
  snapshot_meta_column_names: {
    dbt_valid_to: null,
    dbt_valid_from: null,
    dbt_scd_id: null,
    dbt_updated_at: null,
    dbt_is_deleted: null,
  },
  dbt_valid_to_current: null,
};

const NO_THRESHOLD: Json = { count: null, period: null };

/** What a config holds before anything is configured, by resource type, as dbt's manifest shows it. */
export const configDefaults: Readonly<Record<string, JsonObject>> = {
  model: {
    ...NODE,
    access: 'protected',
    freshness: null,
    on_error: null,
    latest_version_pointer: { enabled: null, alias: null },
  },
  seed: { ...NODE, materialized: 'seed', delimiter: ',', quote_columns: null },
  snapshot: SNAPSHOT,
  analysis: NODE,
  operation: NODE,
  test: TEST,
  function: {
    ...NODE,
    materialized: 'function',
    type: 'scalar',
    volatility: null,
    runtime_version: null,
    entry_point: null,
    snowflake: { quote_args: true },
  },
  source: {
    enabled: true,
    event_time: null,
    freshness: { warn_after: NO_THRESHOLD, error_after: NO_THRESHOLD, filter: null },
    loaded_at_field: null,
    loaded_at_query: null,
    meta: {},
    tags: [],
    static_analysis: null,
  },
  exposure: { enabled: true, tags: [], meta: {} },
  metric: { enabled: true, group: null, meta: {} },
  semantic_model: { enabled: true, group: null, meta: {} },
  saved_query: {
    enabled: true,
    group: null,
    meta: {},
    export_as: null,
    schema: null,
    cache: { enabled: false },
  },
  unit_test: { tags: [], meta: {}, enabled: true, static_analysis: null },
};
