-- begin

-- prepare
create temporary table "m__tx_r1" as (
select * from raw.ev
);

-- prepare
alter table "dev"."m" alter column "name" type character varying(20);

-- prepare
alter table "dev"."m" add column "extra" date;

-- main
insert into "dev"."m" ("id", "name", "qty", "extra")
select "id", "name", "qty", "extra"
from "m__tx_r1" as DBT_INTERNAL_SOURCE;

-- cleanup
drop table if exists "m__tx_r1" cascade;

-- commit
