{{ config(materialized='incremental', incremental_strategy='insert_overwrite', partition_by='day', enabled=var('transactions', true)) }}
select day, customer, sum(amount) as amount from {{ ref('of_the_day') }} group by 1, 2
