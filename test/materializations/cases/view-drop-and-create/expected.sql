-- begin

-- prepare
drop view if exists "dev"."m" cascade;

-- main
create view "dev"."m" as (
select 1 as id
);

-- commit
