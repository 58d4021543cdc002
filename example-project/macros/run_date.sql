{#- The date that this run is for, as SQL. No model reads a clock. -#}
{% macro run_date() -%}
    date '{{ var("date") }}'
{%- endmacro %}
