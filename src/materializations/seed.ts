import type { Capabilities } from '../adapter-api/capabilities.ts';
import type { ColumnDefinition, Dialect } from '../adapter-api/dialect.ts';
import type { Relation } from '../adapter-api/relation.ts';
import { invariant } from '../errors/invariant.ts';
import { ProjectFailure } from '../errors/project-error.ts';
import { finishingSteps, grantWarnings } from './finishing-steps.ts';
import { indexSteps } from './index-steps.ts';
import { dropExisting, replacesKeeping, sqlSteps, swapSteps } from './plan-steps.ts';
import type {
  LoadStep,
  Materialization,
  MaterializationInput,
  SeedInput,
  Step,
  WarehouseState,
} from './plan-types.ts';
import { stageRelation } from './stage-relation.ts';
import { replaceByCopy } from './replace-table.ts';
import { frame, type FrameParts } from './transaction-frame.ts';

/** A CSV file of the project as a table. */
export const seed: Materialization = {
  name: 'seed',
  description:
    'Loads a CSV file: into a new table at first and on a full refresh, else in the place of the old rows.',
  relationType: 'table',
  requires: [],
  needs: () => ({ existingColumns: false, queryColumns: false }),
  plan(input, state, dialect, capabilities) {
    invariant(input.seed !== null, `${input.uniqueId} is planned as a seed without a file`);
    refuseOtherType(input, state);
    const anew = state.existing === null || input.fullRefresh;
    const parts = capabilities.transactionalDdl
      ? { inside: loadInPlace(input, input.seed, state, dialect) }
      : loadAside(input, input.seed, dialect, capabilities);
    const { columns } = input.seed;
    const grants = anew ? null : state.existingGrants;
    return {
      steps: frame(input, {
        transaction: capabilities.transactionalDdl,
        ...parts,
        finish: finishingSteps(input, { type: 'table', columns, grants }, dialect, capabilities),
      }),
      effects: anew ? [{ kind: 'created', relation: { ...input.target, type: 'table' } }] : [],
      warnings: grantWarnings(input, capabilities),
      stages: capabilities.transactionalDdl ? [] : [{ ...stageRelation(input), type: 'table' }],
    };
  },
};

function loadInPlace(
  input: MaterializationInput,
  file: SeedInput,
  state: WarehouseState,
  dialect: Dialect,
): readonly Step[] {
  const { target } = input;
  if (input.fullRefresh && replacesKeeping(input, state.existing, dialect)) {
    const stage = stageRelation(input);
    return [
      ...sqlSteps([dialect.createTable(stage, definitions(input, file))], 'prepare'),
      loadStep(input, file, stage, dialect),
      ...indexSteps(stage, input.config, dialect),
      ...swapSteps(input, state.existing, { ...stage, type: 'table' }, dialect),
    ];
  }
  const load = loadStep(input, file, target, dialect);
  if (state.existing !== null && !input.fullRefresh) {
    // To a reader that waited for a table which was emptied at once, it is empty: where there are others, rows are deleted.
    const shared = replacesKeeping(input, state.existing, dialect);
    const empty = shared ? dialect.deleteWhere(target, 'true') : dialect.truncate(target);
    return [...sqlSteps([empty], 'prepare'), load];
  }
  return [
    ...dropExisting(state.existing, dialect, 'prepare'),
    ...sqlSteps([dialect.createTable(target, definitions(input, file))], 'prepare'),
    load,
    ...indexSteps(target, input.config, dialect),
  ];
}

/** Without transactional DDL the file is loaded under a stage name, and one statement puts its rows in place. */
function loadAside(
  input: MaterializationInput,
  file: SeedInput,
  dialect: Dialect,
  capabilities: Capabilities,
): Pick<FrameParts, 'inside' | 'staged' | 'publish' | 'after'> {
  if (!capabilities.createOrReplaceTable) {
    throw new ProjectFailure({
      code: 'TX3117',
      message: `${input.uniqueId} cannot be loaded as one change: this warehouse has neither transactional DDL nor create or replace for tables`,
      hint: 'Load the file by other means and declare it as a source.',
      nodeId: input.uniqueId,
    });
  }
  const stage = stageRelation(input);
  return {
    inside: [
      ...sqlSteps([dialect.createTable(stage, definitions(input, file))], 'prepare'),
      loadStep(input, file, stage, dialect),
    ],
    staged: stage,
    publish: replaceByCopy(input, stage, dialect),
    after: [
      ...sqlSteps([dialect.dropRelation(stage, 'table')], 'cleanup'),
      ...indexSteps(input.target, input.config, dialect),
    ],
  };
}

function loadStep(input: MaterializationInput, file: SeedInput, into: Relation, dialect: Dialect): LoadStep {
  return {
    kind: 'load',
    target: dialect.renderRelation(into),
    columns: definitions(input, file),
    kinds: file.columns.map((column) => column.kind),
    file: file.file,
    delimiter: file.delimiter,
    verb: input.fullRefresh ? 'CREATE' : 'INSERT',
    empty: file.empty,
    role: 'main',
  };
}

/** Columns keep the header's spelling unless `quote_columns` is false. */
function definitions(input: MaterializationInput, file: SeedInput): readonly ColumnDefinition[] {
  const quote = input.config['quote_columns'] !== false;
  return file.columns.map(({ name, dataType }) => ({ name, dataType, quote }));
}

function refuseOtherType(input: MaterializationInput, state: WarehouseState): void {
  const { existing } = state;
  if (existing === null || existing.type === 'table') return;
  throw new ProjectFailure({
    code: 'TX3116',
    message: `Cannot seed to '${input.target.schema}.${input.target.identifier}', it is a ${existing.type.replace('_', ' ')}`,
    hint: 'Drop it, or give the seed another alias.',
    nodeId: input.uniqueId,
  });
}
