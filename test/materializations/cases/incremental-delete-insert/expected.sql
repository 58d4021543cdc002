-- begin

-- prepare
create temporary table "m__tx_r1" as (
select * from raw.ev
);

-- prepare
delete from "dev"."m" as DBT_INTERNAL_DEST
where (id, name) in (
  select id, name
  from "m__tx_r1" as DBT_INTERNAL_SOURCE
);

-- main
insert into "dev"."m" ("id", "name", "qty")
select "id", "name", "qty"
from "m__tx_r1" as DBT_INTERNAL_SOURCE;

-- cleanup
drop table if exists "m__tx_r1" cascade;

-- commit
