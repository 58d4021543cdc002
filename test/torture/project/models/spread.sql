{{ config(materialized='view', event_time='happened') }}
select id, amount, cast('202' || (id % 6) || '-05-05' as date) as happened from {{ ref('stg_events') }}
