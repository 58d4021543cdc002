-- begin

-- prepare
truncate table "dev"."m";

-- load /p/seeds/s.csv into "dev"."m"

-- commit
