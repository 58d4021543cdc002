{{ config(materialized='incremental', incremental_strategy='microbatch', unique_key='id', event_time='happened',
   begin='2020-01-01', batch_size='year', lookback=1, enabled=var('transactions', true)) }}
select id, amount, happened from {{ ref('spread') }}
