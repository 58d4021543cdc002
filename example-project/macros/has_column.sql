{#- Whether a relation has a column by now: a source may grow one from some day on. -#}
{% macro has_column(relation, name) -%}
    {{ return(name in (adapter.get_columns_in_relation(relation) | map(attribute="name"))) }}
{%- endmacro %}
