{{ config(materialized='two_statements') }}
select customer, count(*) as events from {{ ref('stg_events') }} group by customer
