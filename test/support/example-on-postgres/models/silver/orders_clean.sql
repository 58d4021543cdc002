{{ config(
    materialized="incremental",
    incremental_strategy="merge",
    unique_key="order_id",
    merge_update_condition="DBT_INTERNAL_SOURCE._loaded_at >= DBT_INTERNAL_DEST._loaded_at",
    on_schema_change="append_new_columns"
) }}

select
    order_bucket, event_id, order_id, customer_id, amount, status, order_date, _loaded_at
    {%- if has_column(ref("orders"), "currency") %}, currency{% endif %}
from (
    select *, row_number() over (partition by order_id order by _loaded_at desc, event_id desc) as place
    from {{ ref("orders") }}
    where dt = {{ run_date() }}
        and amount > 0
) as of_day
where place = 1
