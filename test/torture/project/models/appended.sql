{{ config(materialized='incremental', incremental_strategy='append') }}
select id, amount, day from {{ ref('stg_events') }}
{% if is_incremental() %}where id > (select coalesce(max(id), 0) from {{ this }}){% endif %}
