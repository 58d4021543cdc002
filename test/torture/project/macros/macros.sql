{% macro get_incremental_replace_day_sql(arg_dict) %}
  delete from {{ arg_dict['target_relation'] }} where day in (select day from {{ arg_dict['temp_relation'] }});
  insert into {{ arg_dict['target_relation'] }} select * from {{ arg_dict['temp_relation'] }}
{% endmacro %}

{% materialization two_statements, default %}
  {% set target_relation = this.incorporate(type='table') %}
  {% call statement('gone') %}drop table if exists {{ target_relation }}{% endcall %}
  {% call statement('made') %}create table {{ target_relation }} as select * from ({{ sql }}) q where 1 = 0{% endcall %}
  {% call statement('main') %}insert into {{ target_relation }} {{ sql }}{% endcall %}
  {{ adapter.commit() }}
  {{ return({'relations': [target_relation]}) }}
{% endmaterialization %}
