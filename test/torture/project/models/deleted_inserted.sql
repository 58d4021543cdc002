{{ config(materialized='incremental', incremental_strategy='delete+insert', unique_key='day', enabled=var('transactions', true),
   meta={'tx': {'keys': {'duplicates': 'ignore'}}}) }}
select * from {{ ref('of_the_day') }}
