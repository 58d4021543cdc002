{{ config(materialized='incremental', incremental_strategy='replace_day', unique_key='id') }}
select id, amount, day from {{ ref('of_the_day') }}
