-- No order in silver is older than the newest version of it that landed.
select clean.order_id, clean._loaded_at, versions.last_loaded_at
from {{ ref("orders_clean") }} as clean
inner join {{ ref("order_versions") }} as versions using (order_id)
where clean._loaded_at < versions.last_loaded_at
