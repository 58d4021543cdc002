{#- Revenue a day and region. A run rebuilds every order date that its day's events touch, late corrections included. -#}
{{ config(
    materialized="incremental",
    incremental_strategy="insert_overwrite",
    partition_by={"field": "order_date", "data_type": "date", "granularity": "day"}
) }}

select
    order_date,
    region_name,
    count(*) as orders,
    sum(amount_eur) as revenue_eur
from {{ ref("orders_enriched") }}
where status <> 'cancelled'
    and order_date in (select order_date from {{ ref("orders") }} where dt = {{ run_date() }})
group by order_date, region_name
