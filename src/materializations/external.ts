import type { Dialect, FileDialect, FileTarget } from '../adapter-api/dialect.ts';
import type { Relation } from '../adapter-api/relation.ts';
import { invariant } from '../errors/invariant.ts';
import { externalFile } from './external-file.ts';
import { describesColumns, finishingSteps } from './finishing-steps.ts';
import { dropExisting, mainSteps, sqlSteps, withHeader } from './plan-steps.ts';
import type { Materialization, MaterializationInput, SqlStep, Step, WarehouseState } from './plan-types.ts';
import { newRowsRelation, stageSuffix } from './stage-relation.ts';
import { frame } from './transaction-frame.ts';

/** The model's rows in files, with a view over them. */
export const external: Materialization = {
  name: 'external',
  description:
    'Writes the rows to a file (parquet, csv, json; also partitioned), puts it in the place of the old one at once, and keeps a view over it.',
  relationType: 'view',
  requires: ['externalFiles'],
  needs: (input) => ({ existingColumns: false, queryColumns: needsStage(input) || describesColumns(input) }),
  plan(input, state, dialect, capabilities) {
    const { files } = dialect;
    invariant(files !== undefined, `${dialect.name} has no statements for files`);
    const columns = state.queryColumns;
    return {
      steps: frame(input, {
        transaction: capabilities.transactionalDdl,
        inside: [...writeSteps(input, state, dialect, files), ...viewSteps(input, state, dialect, files)],
        finish: finishingSteps(input, { type: 'view', columns, grants: null }, dialect, capabilities),
      }),
      effects: [{ kind: 'created', relation: { ...input.target, type: 'view' } }],
      warnings: [],
    };
  },
};

/**
 * Whether rows go through a temporary table: contracts are enforced there, and where no row makes no file to read
 * columns from (JSON, partitions) a row of NULLs is written that the view then leaves out, as dbt-duckdb does.
 */
function needsStage(input: MaterializationInput): boolean {
  return input.contract !== null || fillsEmpty(externalFile(input).target);
}

function fillsEmpty({ format, partitionBy }: FileTarget): boolean {
  return format === 'json' || partitionBy.length > 0;
}

function writeSteps(
  input: MaterializationInput,
  state: WarehouseState,
  dialect: Dialect,
  files: FileDialect,
): readonly Step[] {
  const { target, staged } = externalFile(input);
  const written = staged ? `${target.location}${stageSuffix(input.runId)}` : target.location;
  const publish: readonly Step[] = staged
    ? [{ kind: 'publish-file', from: written, to: target.location }]
    : [];
  const copy = (query: string): string => files.copyTo({ ...target, location: written }, query);
  if (!needsStage(input)) {
    return [...sqlSteps(withHeader([copy(input.sql)], input), 'prepare'), ...publish];
  }
  const rows = newRowsRelation(input, dialect);
  const create = dialect.createTableAs({
    relation: rows,
    sql: input.sql,
    temporary: true,
    ...(input.contract === null ? {} : input.contract),
    config: {},
  });
  return [
    ...sqlSteps([...withHeader(create, input), copy(rowsQuery(rows, target, state, dialect))], 'prepare'),
    ...publish,
  ];
}

function rowsQuery(rows: Relation, target: FileTarget, state: WarehouseState, dialect: Dialect): string {
  const name = dialect.renderRelation(rows);
  if (!fillsEmpty(target)) return `select * from ${name}`;
  const nulls = state.queryColumns.map(() => 'null').join(', ');
  return `select * from ${name}\nunion all\nselect ${nulls}\nwhere not exists (select 1 from ${name})`;
}

function viewSteps(
  input: MaterializationInput,
  state: WarehouseState,
  dialect: Dialect,
  files: FileDialect,
): readonly Step[] {
  const { target } = externalFile(input);
  const { existing } = state;
  const view = (where: string): readonly SqlStep[] =>
    mainSteps(
      dialect.createView(input.target, `select * from ${files.read(target)}${where}`, { orReplace: true }),
    );
  const before = existing?.type === 'view' ? [] : dropExisting(existing, dialect, 'prepare');
  if (!needsStage(input)) return [...before, ...view('')];
  const rows = newRowsRelation(input, dialect);
  const probe = `select 1 from ${dialect.renderRelation(rows)} limit 1`;
  const create: readonly Step[] = fillsEmpty(target)
    ? [{ kind: 'choice', probe, rows: view(''), none: view('\nwhere false') }]
    : view('');
  return [...before, ...create, ...sqlSteps([dialect.dropRelation(rows, 'table')], 'cleanup')];
}
