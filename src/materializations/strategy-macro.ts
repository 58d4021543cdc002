import type { Relation } from '../adapter-api/relation.ts';
import type { TemplateStep } from './plan-types.ts';

/**
 * The statement of a strategy that the project wrote as the macro `get_incremental_<name>_sql`, called with dbt's
 * arguments: target_relation, temp_relation, unique_key, dest_columns, incremental_predicates.
 */
export function strategyMacroStep(macro: string, rows: Relation): TemplateStep {
  const parts = [
    `database=${templateText(rows.database)}`,
    `schema=${templateText(rows.schema)}`,
    `identifier=${templateText(rows.identifier)}`,
    "type='table'",
  ];
  const argumentsText = [
    "'target_relation': this",
    `'temp_relation': api.Relation.create(${parts.join(', ')})`,
    "'unique_key': config.get('unique_key')",
    "'dest_columns': adapter.get_columns_in_relation(this)",
    "'incremental_predicates': config.get('predicates') or config.get('incremental_predicates')",
  ];
  return { kind: 'template', template: `{{ ${macro}({${argumentsText.join(', ')}}) }}`, role: 'main' };
}

function templateText(value: string | null): string {
  return value === null ? 'none' : `'${value.replace(/\\/g, '\\\\').replace(/'/g, "\\'")}'`;
}
