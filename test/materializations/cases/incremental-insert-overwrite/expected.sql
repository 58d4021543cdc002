-- begin

-- prepare
create temporary table "m__tx_r1" as (
select * from raw.ev
);

-- prepare
delete from "dev"."m" as DBT_INTERNAL_DEST
using (
  select distinct date_trunc('day', at_time) as partition_1
  from "m__tx_r1" as DBT_INTERNAL_NEW
) as DBT_INTERNAL_SOURCE
where date_trunc('day', DBT_INTERNAL_DEST.at_time) is not distinct from DBT_INTERNAL_SOURCE.partition_1;

-- main
insert into "dev"."m" ("id", "name", "qty")
select "id", "name", "qty"
from "m__tx_r1" as DBT_INTERNAL_SOURCE;

-- cleanup
drop table if exists "m__tx_r1" cascade;

-- commit
