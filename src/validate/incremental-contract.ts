import { incrementalContractError } from '../materializations/incremental-config.ts';
import { incrementalModels, type ValidationRule } from './rule.ts';
import { atNode } from './finding.ts';

/** An incremental model with a contract keeps its columns, or fails (dbt's rule). */
export const incrementalContract: ValidationRule = {
  name: 'incremental-contract',
  code: 'TX3112',
  description:
    'An incremental model with an enforced contract sets on_schema_change to append_new_columns or fail.',
  stage: 'required',
  check: ({ manifest }) =>
    incrementalModels(manifest).flatMap((model) => {
      if (!model.contract.enforced) return [];
      const error = incrementalContractError(model.config);
      return error === null ? [] : [atNode(error, model)];
    }),
};
