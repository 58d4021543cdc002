import { appendsRows, strategyOf } from '../materializations/strategy-of.ts';
import { atConfig } from './finding.ts';
import { incrementalModels, type ValidationRule } from './rule.ts';

/** An incremental model has a key by which a rerun replaces its rows. */
export const appendWithoutKey: ValidationRule = {
  name: 'append-without-key',
  code: 'TX2002',
  description:
    'An incremental model replaces the rows that it makes again instead of appending them once more.',
  stage: 'lint',
  check: ({ manifest, strategies }) =>
    incrementalModels(manifest).flatMap((model) => {
      if (!appendsRows(model.config, strategies)) return [];
      const strategy = strategyOf(model.config, strategies);
      const without = strategy === 'append' ? '' : ' without a unique_key';
      return [
        atConfig(
          {
            code: 'TX2002',
            message: `Incremental model '${model.name}' (${strategy}${without}) appends: a second run of the same interval doubles its rows`,
            hint: 'Set unique_key with merge or delete+insert, or replace whole partitions with insert_overwrite and partition_by.',
          },
          model,
          'incremental_strategy',
        ),
      ];
    }),
};
