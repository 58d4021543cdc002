select cast(customer as integer) as customer, cast(sum(amount) as integer) as amount
from {{ ref('stg_events') }} group by customer
