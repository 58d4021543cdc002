import type { JsonObject } from '../config/json.ts';
import type { ProjectError } from '../errors/project-error.ts';
import { listConfig } from './config-values.ts';
import { onSchemaChange } from './schema-change.ts';

/** The `unique_key` as a list; empty when there is none (an empty list means append, as in dbt). */
export function uniqueKeyOf(config: JsonObject): readonly string[] {
  return listConfig(config, 'unique_key');
}

/** Further conditions on the rows that may be replaced: `incremental_predicates`, or `predicates`, one or a list. */
export function predicatesOf(config: JsonObject): readonly string[] {
  const own = listConfig(config, 'predicates');
  return own.length > 0 ? own : listConfig(config, 'incremental_predicates');
}

/** dbt's rule that an incremental model with a contract must not let its columns drift; null where it holds. */
export function incrementalContractError(config: JsonObject): ProjectError | null {
  const { mode } = onSchemaChange(config);
  if (mode === 'append_new_columns' || mode === 'fail') return null;
  return {
    code: 'TX3112',
    message:
      `Invalid value for on_schema_change: ${String(config['on_schema_change'] ?? 'ignore')}. Models materialized as ` +
      "incremental with contracts enabled must set on_schema_change to 'append_new_columns' or 'fail'",
    hint: 'Set on_schema_change: append_new_columns (or fail) beside contract: {enforced: true}.',
  };
}
