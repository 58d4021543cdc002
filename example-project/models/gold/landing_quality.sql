{#- What landed on a day, and what became of it. -#}
{{ config(
    materialized="incremental",
    incremental_strategy="insert_overwrite",
    partition_by={"field": "dt", "data_type": "date", "granularity": "day"}
) }}

with landed as (
    select dt, count(*) as landed_rows
    from {{ source("landing", "orders") }}
    where dt = {{ run_date() }}
    group by dt
),

kept as (
    select dt, count(*) as kept_events, count(*) filter (where amount <= 0) as rejected_events
    from {{ ref("orders") }}
    where dt = {{ run_date() }}
    group by dt
)

select
    landed.dt,
    landed.landed_rows,
    landed.landed_rows - kept.kept_events as duplicate_rows,
    kept.rejected_events
from landed
inner join kept using (dt)
