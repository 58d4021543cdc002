import { planReplaceTable, replaceTableNeeds } from './replace-table.ts';
import type { Materialization } from './plan-types.ts';

/** The model's rows as a table, built anew by every run. */
export const table: Materialization = {
  name: 'table',
  description:
    'Builds the model as a table, anew by every run, and puts it in the place of the old one at once.',
  relationType: 'table',
  requires: [],
  needs: replaceTableNeeds,
  plan: planReplaceTable,
};
