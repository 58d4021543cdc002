{{ config(materialized="incremental", incremental_strategy="delete+insert", unique_key="order_date") }}

select
    order_date,
    count(*) as orders,
    count(*) filter (where status = 'cancelled') as cancelled_orders,
    coalesce(sum(amount_eur) filter (where status <> 'cancelled'), 0) as revenue_eur
from {{ ref("orders_enriched") }}
where order_date in (select order_date from {{ ref("orders") }} where dt = {{ run_date() }})
group by order_date
