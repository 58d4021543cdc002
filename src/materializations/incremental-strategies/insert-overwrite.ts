import { ProjectFailure } from '../../errors/project-error.ts';
import { partitionsOf } from '../partition-by.ts';
import { mainSteps } from '../plan-steps.ts';
import type { IncrementalStrategy } from '../plan-types.ts';

/** Replaces whole partitions: those that the new rows fall into. */
export const insertOverwrite: IncrementalStrategy = {
  name: 'insert_overwrite',
  description:
    'Deletes the partitions (by partition_by) that the new rows fall into, then inserts the new rows.',
  requires: ['multiStatementTransactions'],
  keys: () => [],
  inlinesQuery: () => false,
  check(input) {
    if (partitionsOf(input.config).length > 0) return;
    throw new ProjectFailure({
      code: 'TX3112',
      message: `The strategy insert_overwrite of ${input.uniqueId} needs partition_by`,
      hint: 'Name the field whose partitions are replaced, e.g. partition_by: {field: order_date, data_type: date, granularity: day}.',
      nodeId: input.uniqueId,
    });
  },
  plan({ input, dialect, source, columns, predicates }) {
    const { target } = input;
    const partitions = partitionsOf(input.config);
    return mainSteps([
      dialect.deletePartitions({ target, source, partitions, predicates }),
      dialect.insertSelect({ target, columns, source }),
    ]);
  },
};
