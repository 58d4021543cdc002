select 1 as missing from {{ ref('plain_table') }} p
full join {{ ref('mart') }} m on 1 = 0
having sum(p.events) is null or count(m.customer) is null
