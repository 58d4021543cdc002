import { uniqueKeyOf } from '../incremental-config.ts';
import { mainSteps } from '../plan-steps.ts';
import type { IncrementalStrategy } from '../plan-types.ts';

/** Replaces the rows whose key comes again; without a key it inserts only, as in dbt. */
export const deleteInsert: IncrementalStrategy = {
  name: 'delete+insert',
  description: 'Deletes the rows whose unique_key the new rows have, then inserts the new rows.',
  requires: ['multiStatementTransactions'],
  keys: (input) => uniqueKeyOf(input.config),
  keyNamesSet: true,
  inlinesQuery: (input) => uniqueKeyOf(input.config).length === 0,
  plan({ input, dialect, source, columns, uniqueKey, predicates }) {
    const { target } = input;
    const insert = dialect.insertSelect({ target, columns, source });
    if (uniqueKey.length === 0) return mainSteps([insert]);
    return mainSteps([dialect.deleteByKeys({ target, keys: uniqueKey, source, predicates }), insert]);
  },
};
