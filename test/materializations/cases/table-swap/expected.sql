-- pre-hook (rendered when it runs)
select 'outside';

-- begin

-- pre-hook (rendered when it runs)
select 'inside';

-- main
create table "dev"."m__tx_r1" as (
select id
from raw.ev
);

-- index
create unique index "id_3f12e3a5_idx" on "dev"."m__tx_r1" (id);

-- publish
drop view if exists "dev"."m" cascade;

-- publish
alter table "dev"."m__tx_r1" rename to "m";

-- post-hook (rendered when it runs)
select 'before commit' from {{ this }};

-- describe
comment on table "dev"."m" is 'All events.';

-- commit

-- post-hook (rendered when it runs)
select 'after' from {{ this }};
