{{ config(materialized='incremental', incremental_strategy='upsert' if var('transactions', true) else 'merge', unique_key='customer') }}
select customer, sum(amount) as amount, max(day) as day from {{ ref('of_the_day') }} group by customer
