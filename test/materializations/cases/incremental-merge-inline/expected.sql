-- begin

-- main
merge into "dev"."m" as DBT_INTERNAL_DEST
using (
select * from raw.ev
) as DBT_INTERNAL_SOURCE
on DBT_INTERNAL_SOURCE.id = DBT_INTERNAL_DEST.id
when matched and DBT_INTERNAL_SOURCE.qty >= DBT_INTERNAL_DEST.qty then update set
  "name" = DBT_INTERNAL_SOURCE."name",
  "qty" = DBT_INTERNAL_SOURCE."qty"
when not matched then insert
  ("id", "name", "qty")
values
  (DBT_INTERNAL_SOURCE."id", DBT_INTERNAL_SOURCE."name", DBT_INTERNAL_SOURCE."qty");

-- commit
