select
    customers.customer_id,
    customers.customer_name,
    customers.country,
    coalesce(regions.region_name, 'unknown') as region_name
from {{ ref("raw_customers") }} as customers
left join {{ ref("regions") }} as regions using (country)
