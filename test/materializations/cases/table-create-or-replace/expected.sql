-- begin

-- main
create or replace table "dev"."m" as (
select id
from raw.ev
);

-- commit
