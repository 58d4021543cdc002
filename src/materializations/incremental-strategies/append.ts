import { mainSteps } from '../plan-steps.ts';
import type { IncrementalStrategy } from '../plan-types.ts';

/** Inserts every new row; a run that is repeated doubles its rows. */
export const append: IncrementalStrategy = {
  name: 'append',
  description: 'Inserts every row that the model gives, without looking for rows that are there already.',
  requires: [],
  keys: () => [],
  inlinesQuery: () => true,
  plan: ({ input, dialect, source, columns }) =>
    mainSteps([dialect.insertSelect({ target: input.target, columns, source })]),
};
