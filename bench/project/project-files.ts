/** Sources of the generated project and their tables. */
const SOURCES: Readonly<Record<string, readonly string[]>> = {
  shop: ['customers', 'orders', 'order_lines', 'payments', 'refunds', 'coupons'],
  web: ['visits', 'page_views', 'clicks', 'searches', 'baskets', 'sign_ups'],
  stock: ['parcels', 'returns', 'movements', 'warehouses', 'carriers', 'counts'],
  care: ['accounts', 'leads', 'campaigns', 'calls', 'letters', 'contracts'],
};

/** Source and table of each raw table. */
export const RAW_TABLES: readonly (readonly [string, string])[] = Object.entries(SOURCES).flatMap(
  ([source, tables]) => tables.map((table) => [source, table] as const),
);

const DBT_PROJECT = `name: bench
version: '1.0.0'
config-version: 2
profile: bench
on-run-start: "{{ create_raw_tables() }}"
vars:
  last_day: '2024-12-31'
  high_amount: 40
models:
  bench:
    staging: {+schema: staging, +materialized: view}
    intermediate: {+schema: intermediate}
    marts: {+schema: marts, +tags: [mart]}
seeds:
  bench: {+schema: seeds}
`;

const PROFILES = `bench:
  target: duckdb
  outputs:
    duckdb:
      type: duckdb
      path: warehouse.duckdb
      threads: 4
    postgres:
      type: postgres
      host: "{{ env_var('PGHOST', 'localhost') }}"
      port: "{{ env_var('PGPORT', '5432') | as_number }}"
      user: "{{ env_var('PGUSER', 'postgres') }}"
      password: "{{ env_var('PGPASSWORD', 'none') }}"
      dbname: "{{ env_var('PGDATABASE', 'postgres') }}"
      schema: "{{ env_var('BENCH_SCHEMA', 'bench') }}"
      threads: 4
`;

const RAW_TABLES_MACRO = `{% macro create_raw_tables() %}
${Object.keys(SOURCES)
  .map((source) => `create schema if not exists raw_${source};`)
  .join('\n')}
{% for name in [${RAW_TABLES.map(([source, table]) => `'raw_${source}.${table}'`).join(', ')}] %}
create table if not exists {{ name }} as
select
    cast(i as integer) as id,
    cast(1 + (i * {{ loop.index }}) % 50 as integer) as account_id,
    case i % 4 when 0 then 'a' when 1 then 'b' when 2 then 'c' else 'd' end as kind,
    cast(i * 1.25 as double precision) as amount,
    cast('2024-01-01' as date) + cast(i * {{ loop.index }} % 365 as integer) as happened_on,
    cast('2024-01-01 00:00:00' as timestamp) + cast(i as integer) * interval '1 hour' as changed_at,
    'remark ' || cast(i as varchar) as remark
from generate_series(1, 50) as numbers(i);
{% endfor %}
{% endmacro %}
`;

const MACROS = `{% macro band(column, limits) -%}
    case
    {%- for name, limit in limits.items() %} when {{ column }} >= {{ limit }} then '{{ name }}'{% endfor %} else 'none' end
{%- endmacro %}

{% macro row_key(columns) -%}
    md5({% for column in columns %}coalesce(cast({{ column }} as varchar), '-')
    {%- if not loop.last %} || '|' || {% endif %}{% endfor %})
{%- endmacro %}

{% macro sum_by(column, values) %}
    {%- for value in values %}
        sum(case when {{ column }} = '{{ value }}' then amount else 0 end) as {{ value }}_amount
        {%- if not loop.last %},{% endif -%}
    {% endfor %}
{% endmacro %}
`;

/** What the project has beside models: name of the file → text. */
export function projectFiles(): Readonly<Record<string, string>> {
  return {
    'dbt_project.yml': DBT_PROJECT,
    'profiles.yml': PROFILES,
    'macros/create_raw_tables.sql': RAW_TABLES_MACRO,
    'macros/columns.sql': MACROS,
    'seeds/kinds.csv': 'kind,label\na,Alpha\nb,Beta\nc,Gamma\nd,Delta\n',
    'models/kinds.md': '{% docs kind %}\nOne of four kinds, as agreed with the owners.\n{% enddocs %}\n',
    ...Object.fromEntries(
      Object.entries(SOURCES).map(([source, tables]) => [
        `models/staging/${source}/_sources.yml`,
        sourcesYaml(source, tables),
      ]),
    ),
  };
}

function sourcesYaml(source: string, tables: readonly string[]): string {
  const listed = tables.map(
    (table) => `      - name: ${table}\n        description: One row each of ${table}.\n`,
  );
  return `sources:\n  - name: ${source}\n    schema: raw_${source}\n    config: {loaded_at_field: changed_at}\n    tables:\n${listed.join('')}`;
}
