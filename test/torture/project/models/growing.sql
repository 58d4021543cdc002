{{ config(materialized='incremental', incremental_strategy='delete+insert' if var('transactions', true) else 'merge', unique_key='id', on_schema_change='append_new_columns') }}
select id, day{% if var('date') >= '2026-01-03' %}, amount{% endif %} from {{ ref('of_the_day') }}
