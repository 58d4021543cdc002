import type { Dialect } from '../adapter-api/dialect.ts';
import { finishingSteps, grantWarnings } from './finishing-steps.ts';
import { indexStatements } from './index-steps.ts';
import { dropExisting, mainSteps, withHeader } from './plan-steps.ts';
import type { Materialization, MaterializationInput, Step, WarehouseState } from './plan-types.ts';
import { frame } from './transaction-frame.ts';

/** The model's rows kept by the database, brought up to date by each run. */
export const materializedView: Materialization = {
  name: 'materialized_view',
  description: 'Creates a materialized view once, then refreshes it; a full refresh creates it anew.',
  relationType: 'materialized_view',
  requires: ['materializedViews', 'transactionalDdl'],
  needs: () => ({ existingColumns: false, queryColumns: false }),
  plan(input, state, dialect, capabilities) {
    const refresh = state.existing?.type === 'materialized_view' && !input.fullRefresh;
    const grants = refresh ? state.existingGrants : null;
    return {
      steps: frame(input, {
        transaction: true,
        inside: refresh ? refreshSteps(input, dialect) : createSteps(input, state, dialect),
        finish: finishingSteps(
          input,
          { type: 'materialized_view', columns: state.queryColumns, grants },
          dialect,
          capabilities,
        ),
      }),
      effects: [{ kind: 'created', relation: { ...input.target, type: 'materialized_view' } }],
      warnings: grantWarnings(input, capabilities),
    };
  },
};

function refreshSteps(input: MaterializationInput, dialect: Dialect): readonly Step[] {
  return mainSteps([`refresh materialized view ${dialect.renderRelation(input.target)}`]);
}

/** The view and its indexes; the last statement answers for the node, as in dbt. */
function createSteps(input: MaterializationInput, state: WarehouseState, dialect: Dialect): readonly Step[] {
  const name = dialect.renderRelation(input.target);
  const create = [`create materialized view if not exists ${name} as (\n${input.sql}\n)`];
  return [
    ...dropExisting(state.existing, dialect, 'prepare'),
    ...mainSteps([...withHeader(create, input), ...indexStatements(input.target, input.config, dialect)]),
  ];
}
