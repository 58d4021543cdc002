import type { Materialization } from './plan-types.ts';

/** Nothing in the warehouse: the query stands in those of the nodes that use it. */
export const ephemeral: Materialization = {
  name: 'ephemeral',
  description:
    "Builds nothing; the model's query becomes a common table expression of the nodes that use it.",
  relationType: null,
  requires: [],
  needs: () => ({ existingColumns: false, queryColumns: false }),
  plan: () => ({ steps: [], effects: [], warnings: [] }),
};
