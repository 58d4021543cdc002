import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { landedInTables, moveToPostgres } from '../support/example-on-postgres.ts';
import { scratchFolder, type ScratchFolder } from '../support/run-tx.ts';
import { degradedProgram } from './degraded-program.ts';
import { duckdbTarget } from './duckdb-target.ts';
import { postgresTarget } from './postgres-target.ts';
import type { Scenario, Stage } from './scenario.ts';

/** The scenarios by name: project, database and adapter. Each makes a folder of its own, which the caller removes. */
export const scenarios = {
  'every materialization, DuckDB': (root) => everything(root, 'duckdb'),
  'every materialization, Postgres': (root) => everything(root, 'postgres'),
  'every materialization, degraded': (root) => everything(root, 'degraded'),
  'example project, DuckDB': (root) => example(root, 'duckdb'),
  'example project, Postgres': (root) => example(root, 'postgres'),
  'example project, degraded': (root) => example(root, 'degraded'),
} satisfies Record<string, (root: string) => Promise<Scenario>>;

async function programOf(root: string, adapter: string): Promise<{ readonly program?: string }> {
  return adapter === 'degraded' ? { program: await degradedProgram(root) } : {};
}

async function everything(root: string, adapter: 'duckdb' | 'postgres' | 'degraded'): Promise<Scenario> {
  const source = path.join(root, 'test/torture/project');
  const folder = scratchFolder({}, source);
  const database =
    adapter === 'postgres'
      ? postgresTarget(`torture_${process.pid}`)
      : duckdbTarget(folder.path, 'everything.duckdb');
  folder.write({
    'profiles.yml': `everything: {target: dev, outputs: {dev: ${database.output}}}\n`,
  });
  const customers = readFileSync(path.join(source, 'seeds/customers.csv'), 'utf8');
  const events = readFileSync(path.join(source, 'seeds/events.csv'), 'utf8');
  const build = (day: number, files: Stage['files']): Stage => ({
    files,
    args: ['build', '--vars', `{date: 2026-01-0${day}, transactions: ${adapter !== 'degraded'}}`],
  });
  // Between the days a customer moves and one goes; events are corrected and come late.
  const earlier = {
    'seeds/customers.csv': customers.replace('2,Bo,north', '2,Bo,south').concat('5,Ed,west\n'),
    'seeds/events.csv': events.replace(/^(4\d),(\d),\d,/gm, '$1,$2,9,'),
  };
  return {
    name: `every materialization, ${adapter}`,
    folder,
    database,
    ...(await programOf(root, adapter)),
    transactional: adapter !== 'degraded',
    before: [build(1, earlier), build(2, earlier)],
    run: build(3, { 'seeds/customers.csv': customers, 'seeds/events.csv': events }),
    // What the project's own materialization or strategy does in two statements is one change only in a transaction.
    inSteps:
      adapter === 'degraded'
        ? /\.(run_log|own_materialization|replaced_by_macro)$|^main_dbt_test__audit\./
        : /\.(run_log|batched)$|^main_dbt_test__audit\./,
  };
}

/** Strategies of several statements have no atomic form without transactions: the same models merge by their keys. */
function mergeOnly(folder: ScratchFolder): void {
  const keys = {
    'bronze/orders': '["dt", "event_id"]',
    'gold/revenue_by_region': '["order_date", "region_name"]',
    'gold/landing_quality': '["dt"]',
    'gold/daily_revenue': '["order_date"]',
  };
  for (const [model, key] of Object.entries(keys)) {
    const file = `models/${model}.sql`;
    const text = readFileSync(path.join(folder.path, file), 'utf8');
    folder.write({
      [file]: text
        .replace(
          /incremental_strategy="(insert_overwrite|delete\+insert)"(, unique_key="\w+")?/,
          `incremental_strategy="merge", unique_key=${key}`,
        )
        .replace(/\n *partition_by=[^\n]*/, ''),
    });
  }
}

async function example(root: string, adapter: 'duckdb' | 'postgres' | 'degraded'): Promise<Scenario> {
  const folder = scratchFolder({ 'tx.yml': '' }, path.join(root, 'example-project'));
  rmSync(path.join(folder.path, 'example.duckdb'), { force: true });
  if (adapter === 'degraded') mergeOnly(folder);
  const database =
    adapter === 'postgres'
      ? postgresTarget(`torture_example_${process.pid}`, landedInTables(folder.path))
      : duckdbTarget(folder.path, 'example.duckdb');
  if (adapter === 'postgres') {
    moveToPostgres(folder, root, database.output);
  }
  const build = (day: string): Stage => ({ files: {}, args: ['build', '--vars', `date: 2026-05-${day}`] });
  return {
    name: `example project, ${adapter}`,
    folder,
    database,
    ...(await programOf(root, adapter)),
    transactional: adapter !== 'degraded',
    before: [build('25'), build('26')],
    run: build('27'),
    inSteps: /^$/,
  };
}
