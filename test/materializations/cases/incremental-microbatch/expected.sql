-- begin

-- prepare
delete from "dev"."m"
where ts >= cast('2024-01-02T00:00:00+00:00' as timestamp with time zone)
  and ts < cast('2024-01-03T00:00:00+00:00' as timestamp with time zone);

-- main
insert into "dev"."m" ("id", "name", "qty")
select "id", "name", "qty"
from (
select * from raw.ev
) as DBT_INTERNAL_SOURCE;

-- commit
