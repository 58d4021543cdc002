import type { Capabilities } from '../adapter-api/capabilities.ts';
import type { Dialect } from '../adapter-api/dialect.ts';
import { describesColumns, finishingSteps, grantWarnings } from './finishing-steps.ts';
import { dropExisting, mainSteps, replacesKeeping, sqlSteps, swapSteps, withHeader } from './plan-steps.ts';
import type { Materialization, MaterializationInput, Step, WarehouseState } from './plan-types.ts';
import { gapWarning } from './replace-table.ts';
import { stageRelation } from './stage-relation.ts';
import { frame, type FrameParts } from './transaction-frame.ts';

/** The model's query as a view. */
export const view: Materialization = {
  name: 'view',
  description: "Keeps the model's query as a view; nothing is stored.",
  relationType: 'view',
  requires: [],
  needs: (input) => ({ existingColumns: false, queryColumns: describesColumns(input) }),
  plan(input, state, dialect, capabilities) {
    const { existing, queryColumns: columns } = state;
    const gap = existing !== null && existing.type !== 'view' && !capabilities.transactionalDdl;
    return {
      steps: frame(input, {
        transaction: capabilities.transactionalDdl,
        ...createSteps(input, state, dialect, capabilities),
        finish: finishingSteps(input, { type: 'view', columns, grants: null }, dialect, capabilities),
      }),
      effects: [{ kind: 'created', relation: { ...input.target, type: 'view' } }],
      warnings: [...(gap ? [gapWarning(input, existing)] : []), ...grantWarnings(input, capabilities)],
      stages:
        input.audited && !capabilities.transactionalDdl ? [{ ...stageRelation(input), type: 'view' }] : [],
    };
  },
};

/**
 * Creates the view. One that stands there is replaced in the same statement where such statements exist for tables too
 * (elsewhere they refuse changed columns, so it is dropped first, in the same transaction). Where others would see or
 * wait for a view that is still to be audited, one under a stage name is audited in its place; where views over the old
 * one would go with it, the stage takes its place.
 */
function createSteps(
  input: MaterializationInput,
  state: WarehouseState,
  dialect: Dialect,
  capabilities: Capabilities,
): Pick<FrameParts, 'inside' | 'staged' | 'publish'> {
  const orReplace =
    state.existing === null || state.existing.type === 'view'
      ? capabilities.createOrReplaceTable || !capabilities.transactionalDdl
      : false;
  const stage = stageRelation(input);
  if (capabilities.transactionalDdl && replacesKeeping(input, state.existing, dialect)) {
    return {
      inside: mainSteps(withHeader(dialect.createView(stage, input.sql), input)),
      staged: stage,
      publish: swapSteps(input, state.existing, { ...stage, type: 'view' }, dialect),
    };
  }
  const create = dialect.createView(input.target, input.sql, { orReplace });
  const steps: readonly Step[] = [
    ...dropExisting(orReplace ? null : state.existing, dialect, 'prepare'),
    ...mainSteps(withHeader(create, input)),
  ];
  const hidden = capabilities.transactionalDdl && orReplace;
  if (!input.audited || hidden) return { inside: steps };
  return {
    inside: sqlSteps(withHeader(dialect.createView(stage, input.sql), input), 'prepare'),
    staged: stage,
    publish: [...sqlSteps([dialect.dropRelation(stage, 'view')], 'cleanup'), ...steps],
  };
}
