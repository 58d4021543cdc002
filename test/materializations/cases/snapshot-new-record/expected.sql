-- begin

-- prepare
create temporary table "m__tx_r1" as (
with snapshot_query as (
select * from raw.acc
),
incoming as (
  select *,
    id as dbt_unique_key_1,
    cast(current_timestamp as timestamp) as dbt_stamp,
    md5(coalesce(cast(id as varchar), '') || '|' || coalesce(cast(cast(current_timestamp as timestamp) as varchar), '')) as dbt_new_scd_id
  from snapshot_query
),
tracked as (
  select *,
    id as dbt_unique_key_1
  from "dev"."m"
  where dbt_valid_to is null
)
select
  'insert' as dbt_change_type,
  incoming."id",
  incoming."name",
  incoming.dbt_new_scd_id as dbt_scd_id,
  incoming.dbt_stamp as dbt_updated_at,
  incoming.dbt_stamp as dbt_valid_from,
  nullif(incoming.dbt_stamp, incoming.dbt_stamp) as dbt_valid_to,
  'False' as dbt_is_deleted
from incoming
left join tracked on incoming.dbt_unique_key_1 = tracked.dbt_unique_key_1
where tracked.dbt_unique_key_1 is null
  or (tracked."name" is distinct from incoming."name" or tracked.dbt_is_deleted = 'True')
union all
select
  'update' as dbt_change_type,
  incoming."id",
  incoming."name",
  tracked.dbt_scd_id as dbt_scd_id,
  incoming.dbt_stamp as dbt_updated_at,
  incoming.dbt_stamp as dbt_valid_from,
  incoming.dbt_stamp as dbt_valid_to,
  'False' as dbt_is_deleted
from incoming
join tracked on incoming.dbt_unique_key_1 = tracked.dbt_unique_key_1
where (tracked."name" is distinct from incoming."name" or tracked.dbt_is_deleted = 'True')
union all
select
  'delete' as dbt_change_type,
  tracked."id",
  tracked."name",
  tracked.dbt_scd_id as dbt_scd_id,
  cast(current_timestamp as timestamp) as dbt_updated_at,
  cast(current_timestamp as timestamp) as dbt_valid_from,
  cast(current_timestamp as timestamp) as dbt_valid_to,
  'False' as dbt_is_deleted
from tracked
left join incoming on incoming.dbt_unique_key_1 = tracked.dbt_unique_key_1
where incoming.dbt_unique_key_1 is null
  and tracked.dbt_is_deleted is distinct from 'True'
union all
select
  'insert' as dbt_change_type,
  tracked."id",
  tracked."name",
  md5(coalesce(cast(tracked.dbt_unique_key_1 as varchar), '') || '|' || coalesce(cast(cast(current_timestamp as timestamp) as varchar), '')) as dbt_scd_id,
  cast(current_timestamp as timestamp) as dbt_updated_at,
  cast(current_timestamp as timestamp) as dbt_valid_from,
  nullif(cast(current_timestamp as timestamp), cast(current_timestamp as timestamp)) as dbt_valid_to,
  'True' as dbt_is_deleted
from tracked
left join incoming on incoming.dbt_unique_key_1 = tracked.dbt_unique_key_1
where incoming.dbt_unique_key_1 is null
  and tracked.dbt_is_deleted is distinct from 'True'
);

-- prepare
update "dev"."m" as DBT_INTERNAL_DEST
set dbt_valid_to = DBT_INTERNAL_SOURCE.dbt_valid_to
from "m__tx_r1" as DBT_INTERNAL_SOURCE
where DBT_INTERNAL_SOURCE.dbt_scd_id = DBT_INTERNAL_DEST.dbt_scd_id
  and DBT_INTERNAL_SOURCE.dbt_change_type in ('update', 'delete')
  and DBT_INTERNAL_DEST.dbt_valid_to is null;

-- main
insert into "dev"."m" ("id", "name", "dbt_scd_id", "dbt_updated_at", "dbt_valid_from", "dbt_valid_to", "dbt_is_deleted")
select "id", "name", "dbt_scd_id", "dbt_updated_at", "dbt_valid_from", "dbt_valid_to", "dbt_is_deleted"
from (
  select *
  from "m__tx_r1"
  where dbt_change_type = 'insert'
) as DBT_INTERNAL_SOURCE;

-- cleanup
drop table if exists "m__tx_r1" cascade;

-- commit
