{#- The latest version of every order. An older version that comes late, or again, never wins. -#}
{{ config(
    materialized="incremental",
    incremental_strategy="merge",
    unique_key="order_id",
    merge_update_condition="DBT_INTERNAL_SOURCE._loaded_at >= DBT_INTERNAL_DEST._loaded_at",
    on_schema_change="append_new_columns"
) }}

select * exclude (dt)
from {{ ref("orders") }}
where dt = {{ run_date() }}
    and amount > 0
qualify row_number() over (partition by order_id order by _loaded_at desc, event_id desc) = 1
