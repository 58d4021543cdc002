import { strategyOf } from '../materializations/strategy-of.ts';
import { atConfig } from './finding.ts';
import { incrementalModels, type ValidationRule } from './rule.ts';

/** insert_overwrite says which partitions it replaces. */
export const overwriteWithoutPartitions: ValidationRule = {
  name: 'overwrite-without-partitions',
  code: 'TX2004',
  description: 'A model with insert_overwrite has partition_by, which says what is replaced.',
  stage: 'parse',
  check: ({ manifest, strategies }) =>
    incrementalModels(manifest).flatMap((model) =>
      strategyOf(model.config, strategies) === 'insert_overwrite' && isEmpty(model.config['partition_by'])
        ? [
            atConfig(
              {
                code: 'TX2004',
                message: `Model '${model.name}' overwrites partitions, but has no partition_by`,
                hint: 'Add the column whose partitions are replaced, e.g. partition_by: {field: order_date, data_type: date, granularity: day}.',
              },
              model,
              'incremental_strategy',
            ),
          ]
        : [],
    ),
};

function isEmpty(value: unknown): boolean {
  return (
    value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)
  );
}
