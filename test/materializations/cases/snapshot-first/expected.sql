-- begin

-- main
create or replace table "dev"."m" as (
select *,
  md5(coalesce(cast(id as varchar), '') || '|' || coalesce(cast(upd as varchar), '')) as dbt_scd_id,
  upd as dbt_updated_at,
  upd as dbt_valid_from,
  nullif(upd, upd) as dbt_valid_to
from (
select * from raw.acc
) as snapshot_query
);

-- commit
