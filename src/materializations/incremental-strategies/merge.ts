import type { Merge } from '../../adapter-api/dialect.ts';
import type { JsonObject } from '../../config/json.ts';
import { ProjectFailure } from '../../errors/project-error.ts';
import { uniqueKeyOf } from '../incremental-config.ts';
import { listConfig, objectConfig } from '../config-values.ts';
import { mainSteps } from '../plan-steps.ts';
import type { IncrementalRequest, IncrementalStrategy } from '../plan-types.ts';
import { updateColumns } from '../update-columns.ts';

/** Updates the rows whose key comes again and inserts the others, in one statement. */
export const merge: IncrementalStrategy = {
  name: 'merge',
  description: 'Updates rows whose unique_key the new rows have and inserts the others, in one MERGE.',
  requires: ['merge'],
  keys: ({ config }) => {
    const using = listConfig(config, 'merge_on_using_columns');
    return using.length > 0 ? using : uniqueKeyOf(config);
  },
  inlinesQuery: (_input, _dialect, capabilities) => capabilities.mergeFromQuery,
  plan: (request) => mainSteps([request.dialect.merge(mergeOf(request))]),
};

function mergeOf({ input, source, columns, predicates }: IncrementalRequest): Merge {
  const { config } = input;
  refuseClauses(config);
  const keys = merge.keys(input);
  const expressions = setExpressions(config);
  const updateCondition = condition(config, 'merge_update_condition');
  const insertCondition = condition(config, 'merge_insert_condition');
  return {
    target: input.target,
    source,
    keys,
    insertColumns: columns,
    updateColumns: updateColumns(config, columns, keys, Object.keys(expressions)),
    predicates,
    ...(updateCondition === null ? {} : { updateCondition }),
    ...(insertCondition === null ? {} : { insertCondition }),
    ...(Object.keys(expressions).length === 0 ? {} : { setExpressions: expressions }),
  };
}

function setExpressions(config: JsonObject): Readonly<Record<string, string>> {
  const given = objectConfig(config, 'merge_update_set_expressions') ?? {};
  return Object.fromEntries(Object.entries(given).map(([column, sql]) => [column, String(sql)]));
}

/** A condition, or a list of them that must all hold. */
function condition(config: JsonObject, key: string): string | null {
  const parts = listConfig(config, key);
  if (parts.length === 0) return null;
  return parts.length === 1 ? (parts[0] ?? null) : parts.map((part) => `(${part})`).join(' and ');
}

function refuseClauses(config: JsonObject): void {
  for (const key of ['merge_clauses', 'merge_returning_columns']) {
    if (config[key] === undefined || config[key] === null) continue;
    throw new ProjectFailure({
      code: 'TX3112',
      message: `${key} is not supported`,
      hint: 'Use merge_update_columns, merge_update_condition, merge_insert_condition or merge_update_set_expressions, or a macro of your own for the strategy.',
    });
  }
}
