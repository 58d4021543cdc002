/** The dbt-core version whose behaviour tx has: what `dbt_version` gives and `require-dbt-version` is held against. */
export const DBT_COMPATIBLE_VERSION = '1.12.6';
