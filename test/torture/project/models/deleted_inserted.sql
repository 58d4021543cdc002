{{ config(materialized='incremental', incremental_strategy='delete+insert', unique_key='day', enabled=var('transactions', true)) }}
select * from {{ ref('of_the_day') }}
