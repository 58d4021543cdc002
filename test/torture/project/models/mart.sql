select m.customer, m.name, m.last_day, u.amount, {{ function('doubled') }}(u.amount) as twice, t.events
from {{ ref('merged') }} m
left join {{ ref('upserted') }} u on u.customer = m.customer
left join {{ ref('own_materialization') }} t on t.customer = m.customer
