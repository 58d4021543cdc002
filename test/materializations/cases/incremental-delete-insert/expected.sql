-- begin

-- prepare
create temporary table "m__tx_r1" as (
select * from raw.ev
);

-- prepare
delete from "dev"."m" as DBT_INTERNAL_DEST
using "m__tx_r1" as DBT_INTERNAL_SOURCE
where DBT_INTERNAL_SOURCE.id = DBT_INTERNAL_DEST.id
  and DBT_INTERNAL_SOURCE.name = DBT_INTERNAL_DEST.name;

-- main
insert into "dev"."m" ("id", "name", "qty")
select "id", "name", "qty"
from "m__tx_r1" as DBT_INTERNAL_SOURCE;

-- cleanup
drop table if exists "m__tx_r1" cascade;

-- commit
