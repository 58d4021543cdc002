{#- One day of order events as they landed, each event once. A run replaces its day and no other. -#}
{{ config(
    materialized="incremental",
    incremental_strategy="insert_overwrite",
    partition_by={"field": "dt", "data_type": "date", "granularity": "day"},
    on_schema_change="append_new_columns"
) }}

select
    dt,
    cast('0x' || substr(sha256(cast(order_id as varchar)), 1, 6) as integer) % 16 as order_bucket,
    * exclude (dt) replace (cast(amount as decimal(12, 2)) as amount)
from {{ source("landing", "orders") }}
where dt = {{ run_date() }}
qualify row_number() over (partition by event_id order by _loaded_at desc) = 1
