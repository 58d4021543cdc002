import type { Capabilities } from '../adapter-api/capabilities.ts';
import type { Dialect } from '../adapter-api/dialect.ts';
import type { Relation } from '../adapter-api/relation.ts';
import { sqlSteps } from './plan-steps.ts';
import type { MaterializationInput, SqlStep, Step } from './plan-types.ts';
import { replaceByCopy } from './replace-table.ts';
import type { FrameParts } from './transaction-frame.ts';

/** The steps of a change of a table that exists. */
export interface TableChange {
  /** What comes first: rows put aside, columns changed. */
  readonly prepare: readonly Step[];
  readonly change: readonly Step[];
  readonly clean: readonly SqlStep[];
  readonly finish: readonly SqlStep[];
}

/** The change in the table itself: as one transaction, or with as much of it inside one as the warehouse can. */
export function changeInPlace(change: TableChange, capabilities: Capabilities): FrameParts {
  const { prepare, clean, finish } = change;
  if (capabilities.transactionalDdl) {
    return { transaction: true, inside: [...prepare, ...change.change, ...clean], finish };
  }
  return {
    transaction: capabilities.multiStatementTransactions,
    before: prepare,
    inside: change.change,
    finish: [],
    after: [...clean, ...finish],
  };
}

/** The change on a copy of the table, which then takes its place in one statement. */
export function changeOnCopy(
  input: MaterializationInput,
  copy: Relation,
  change: TableChange,
  dialect: Dialect,
): FrameParts {
  const sql = `select *\nfrom ${dialect.renderRelation(input.target)}`;
  const create = dialect.createTableAs({ relation: copy, sql, config: input.config });
  return {
    transaction: false,
    before: sqlSteps(create, 'prepare'),
    inside: [...change.prepare, ...change.change],
    staged: copy,
    publish: replaceByCopy(input, copy, dialect),
    finish: change.finish,
    after: [...change.clean, ...sqlSteps([dialect.dropRelation(copy, 'table')], 'cleanup')],
  };
}
