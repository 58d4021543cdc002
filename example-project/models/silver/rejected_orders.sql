{#- Events that bronze keeps and silver leaves out. -#}
select event_id, order_id, dt, amount, 'amount is not positive' as reason
from {{ ref("orders") }}
where amount <= 0
