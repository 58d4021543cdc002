select
    customers.customer_id,
    customers.customer_name,
    customers.region_name,
    count(orders.order_id) as orders,
    coalesce(sum(orders.amount_eur), 0) as revenue_eur,
    min(orders.order_date) as first_order_date,
    max(orders.order_date) as last_order_date
from {{ ref("customers") }} as customers
left join {{ ref("orders_enriched") }} as orders
    on orders.customer_id = customers.customer_id
    and orders.status <> 'cancelled'
group by customers.customer_id, customers.customer_name, customers.region_name
