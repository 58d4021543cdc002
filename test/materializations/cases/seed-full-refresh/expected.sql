-- begin

-- prepare
drop table if exists "dev"."m" cascade;

-- prepare
create table "dev"."m" (
  "id" integer,
  "name" character varying(5),
  "qty" integer
);

-- load /p/seeds/s.csv into "dev"."m"

-- commit
