{{ config(
    materialized="incremental",
    incremental_strategy="insert_overwrite",
    partition_by={"field": "dt", "data_type": "date", "granularity": "day"},
    on_schema_change="append_new_columns"
) }}

{%- set columns = adapter.get_columns_in_relation(source("landing", "orders")) | map(attribute="name") | list %}

select
    mod(('x' || substr(md5(cast(order_id as varchar)), 1, 6))::bit(24)::integer, 16) as order_bucket,
    {{ columns | join(", ") }}
from (
    select *, row_number() over (partition by event_id order by _loaded_at desc) as place
    from {{ source("landing", "orders") }}
) as landed
where place = 1
