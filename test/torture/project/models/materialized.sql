{{ config(materialized='materialized_view' if target.type == 'postgres' else 'view') }}
select region, count(*) as customers from {{ ref('customers') }} group by region
