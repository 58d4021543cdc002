import { onSchemaChange } from '../materializations/schema-change.ts';
import { atConfig } from './finding.ts';
import { incrementalModels, type ValidationRule } from './rule.ts';

/** on_schema_change has one of its values. */
export const unknownSchemaChange: ValidationRule = {
  name: 'unknown-schema-change',
  code: 'TX2007',
  description:
    'on_schema_change has one of its four values; dbt takes any other for ignore and says nothing.',
  stage: 'parse',
  check: ({ manifest }) =>
    incrementalModels(manifest).flatMap((model) => {
      const { warning, suggestion } = onSchemaChange(model.config);
      if (warning === null) return [];
      const error = {
        code: 'TX2007' as const,
        message: `Model '${model.name}': ${warning}`,
        hint:
          suggestion === null
            ? 'Write ignore, fail, append_new_columns or sync_all_columns.'
            : `Did you mean '${suggestion}'?`,
      };
      return [atConfig(error, model, 'on_schema_change')];
    }),
};
