-- Both gold tables say the same of every day.
select day.order_date, day.revenue_eur, sum(region.revenue_eur) as by_region
from {{ ref("daily_revenue") }} as day
left join {{ ref("revenue_by_region") }} as region using (order_date)
group by day.order_date, day.revenue_eur
having day.revenue_eur <> coalesce(sum(region.revenue_eur), 0)
