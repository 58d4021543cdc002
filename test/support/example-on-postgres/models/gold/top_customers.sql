{{ config(materialized="view") }}

select *
from (
    select
        rank() over (order by revenue_eur desc, customer_id) as position,
        customer_id,
        customer_name,
        region_name,
        revenue_eur
    from {{ ref("customer_orders") }}
) as ranked
where position <= 10
