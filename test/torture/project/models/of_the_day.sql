{{ config(materialized='ephemeral') }}
select id, customer, amount, day from {{ ref('events') }} where day = cast('{{ var('date') }}' as date)
