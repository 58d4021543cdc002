{#- How many versions of an order landed, and when the first and the last did. -#}
select
    order_id,
    count(distinct event_id) as versions,
    min(_loaded_at) as first_loaded_at,
    max(_loaded_at) as last_loaded_at
from {{ ref("orders") }}
group by order_id
