import { duckdbAdapter } from '../../../adapters/duckdb/adapter.ts';
import type { Capabilities } from '../../../src/adapter-api/capabilities.ts';
import type { Connection } from '../../../src/adapter-api/connection.ts';
import { checkContract } from '../../../src/materializations/contract-check.ts';
import { materializations } from '../../../src/materializations/index.ts';
import type {
  Materialization,
  MaterializationInput,
  MaterializationPlan,
  Step,
} from '../../../src/materializations/plan-types.ts';
import { ProjectFailure } from '../../../src/errors/project-error.ts';
import { devRelation, planInput } from './plan-input.ts';

/** What a test says of a build; the rest is as in `planInput`. */
export interface Build extends Omit<Partial<MaterializationInput>, 'target'> {
  readonly materialized: keyof typeof materializations;
  readonly name?: string;
  readonly capabilities?: Partial<Capabilities>;
}

/** What stands in a relation: columns with types, rows as text, sorted. */
export interface Contents {
  readonly columns: readonly string[];
  readonly rows: readonly string[];
}

/** A database in memory in which plans are really run. */
export interface Scenario {
  readonly connection: Connection;
  sql(...statements: readonly string[]): Promise<void>;
  build(build: Build): Promise<MaterializationPlan>;
  contents(name: string): Promise<Contents | null>;
  /** `name:type` of every relation in schema dev. */
  relations(): Promise<readonly string[]>;
  close(): Promise<void>;
}

/** Opens an empty database with the schemas `dev` and `raw`. */
export async function openScenario(): Promise<Scenario> {
  const credentials = duckdbAdapter.parseCredentials(
    { type: 'duckdb', path: ':memory:', schema: 'dev' },
    { profileFile: 'profiles.yml' },
  );
  const warehouse = await duckdbAdapter.open(credentials, { threads: 1, projectRoot: '.' });
  const connection = await warehouse.connect();
  const sql = async (...statements: readonly string[]): Promise<void> => {
    for (const statement of statements) await connection.execute(statement);
  };
  await sql("set TimeZone = 'UTC'", 'create schema dev', 'create schema raw');
  return {
    connection,
    sql,
    build: (build) => runBuild(connection, build),
    contents: (name) => contentsOf(connection, name),
    async relations() {
      const list = await duckdbAdapter.introspector.listRelations(connection, null, 'dev');
      return list.map((relation) => `${relation.identifier}:${relation.type}`).sort();
    },
    close: () => warehouse.close(),
  };
}

async function runBuild(connection: Connection, build: Build): Promise<MaterializationPlan> {
  const { introspector, dialect } = duckdbAdapter;
  const materialization: Materialization = materializations[build.materialized];
  const { name, capabilities: changed } = build;
  const input: MaterializationInput = {
    ...planInput(build as Partial<MaterializationInput>),
    target: devRelation(name ?? 'm', materialization.relationType),
  };
  const relations = await introspector.listRelations(connection, null, 'dev');
  const existing = relations.find((relation) => relation.identifier === input.target.identifier) ?? null;
  const needs = materialization.needs(input, existing);
  const asked = needs.queryColumns || input.contract !== null;
  const queryColumns = asked ? await introspector.queryColumns(connection, input.sql) : [];
  const mismatch =
    input.contract === null ? null : checkContract(input.contract.columns, queryColumns, dialect);
  if (mismatch !== null) throw new ProjectFailure(mismatch);
  const state = {
    existing,
    existingColumns:
      needs.existingColumns && existing ? await introspector.columns(connection, existing) : [],
    queryColumns,
    existingGrants: null,
  };
  const capabilities = { ...duckdbAdapter.capabilities, ...changed };
  const plan = materialization.plan(input, state, dialect, capabilities);
  try {
    for (const step of plan.steps) await runStep(connection, step);
  } catch (error) {
    await connection.rollback();
    throw error;
  }
  return plan;
}

async function runStep(connection: Connection, step: Step): Promise<void> {
  if (step.kind === 'begin') await connection.begin();
  else if (step.kind === 'commit') await connection.commit();
  else if (step.kind === 'sql') await connection.execute(step.sql);
  else if (step.kind === 'publish-file') await connection.publishFile?.(step.from, step.to);
  else if (step.kind === 'choice') {
    const { rows } = await connection.execute(step.probe);
    for (const each of rows.length > 0 ? step.rows : step.none) await connection.execute(each.sql);
  } else if (step.kind === 'template') await connection.execute(step.template);
  else if (step.kind === 'load' && !step.empty) await connection.load({ ...step, rows: () => [] });
}

async function contentsOf(connection: Connection, name: string): Promise<Contents | null> {
  const columns = await duckdbAdapter.introspector.columns(connection, devRelation(name));
  if (columns.length === 0) return null;
  const cells = columns.map((column) => `coalesce(cast("${column.name}" as varchar), 'null')`);
  const { rows } = await connection.execute(
    `select concat_ws('|', ${cells.join(', ')}) as row_text from dev."${name}" order by 1`,
  );
  return {
    columns: columns.map((column) => `${column.name} ${column.dataType}`),
    rows: rows.map((row) => String(row[0])),
  };
}
