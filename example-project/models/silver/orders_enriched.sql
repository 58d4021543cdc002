{#- Orders with their customer's region and the amount in euros. Orders without a currency are in euros. -#}
{%- set currency = "orders.currency" if has_column(ref("orders_clean"), "currency") else "cast(null as varchar)" %}

select
    orders.order_id,
    orders.order_date,
    orders.customer_id,
    customers.region_name,
    orders.status,
    coalesce({{ currency }}, 'EUR') as currency,
    cast(orders.amount * rates.rate as decimal(14, 2)) as amount_eur,
    orders._loaded_at
from {{ ref("orders_clean") }} as orders
left join {{ ref("customers") }} as customers on customers.customer_id = orders.customer_id
left join {{ ref("exchange_rates_eur") }} as rates on rates.currency = coalesce({{ currency }}, 'EUR')
