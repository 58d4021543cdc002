{{ config(materialized="ephemeral") }}

select currency, cast(rate as decimal(10, 4)) as rate
from {{ ref("exchange_rates") }}
