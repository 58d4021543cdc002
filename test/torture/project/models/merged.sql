{{ config(materialized='incremental', incremental_strategy='merge', unique_key='customer',
   pre_hook="delete from {{ this.schema }}.run_log where what = 'never'",
   post_hook="delete from {{ this.schema }}.run_log where what = 'nothing'") }}
select e.customer, c.name, max(e.day) as last_day, max(e.id) as last_event
from {{ ref('of_the_day') }} e join {{ ref('customers') }} c on c.id = e.customer
group by 1, 2
