import { appendFileSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Something that is timed on a project, by tx and by dbt: the same arguments for both unless dbt has no such thing. */
export interface ProjectItem {
  readonly name: string;
  /** The command line in the `round`th timed run. */
  args(round: number): readonly string[];
  /** Makes the folder ready before each timed run, which is the `round`th. */
  readonly prepare?: (folder: string, round: number) => void;
  /** Whether dbt is timed too. */
  readonly dbt: boolean;
}

const CHOSEN = 'stg_shop__orders_0';

/** Every item, in an order in which each finds what it needs of the one before. */
export const projectItems: readonly ProjectItem[] = [
  { name: 'start-up', args: () => ['--version'], dbt: true },
  { name: 'parse cold', args: () => ['parse'], prepare: forgetParsing, dbt: true },
  { name: 'parse warm', args: () => ['parse'], dbt: true },
  { name: 'parse, one model edited', args: () => ['parse'], prepare: editModel, dbt: true },
  { name: 'parse, one YAML edited', args: () => ['parse'], prepare: editYaml, dbt: true },
  { name: 'ls', args: () => ['--quiet', 'ls'], dbt: true },
  { name: 'compile one', args: () => ['--quiet', 'compile', '--select', CHOSEN], dbt: true },
  { name: 'compile all', args: () => ['compile'], dbt: true },
  // Whoever comes next finds a project under other variables than its own: a build, which does not mind.
  { name: 'parse, other vars', args: (round) => ['parse', '--vars', otherDay(round)], dbt: true },
  { name: 'build', args: () => ['build'], prepare: forgetWarehouse, dbt: true },
  { name: 'build again', args: () => ['build'], dbt: true },
  { name: 'build with a ledger', args: () => ['build'], prepare: keepLedger, dbt: false },
  { name: 'build, nothing changed', args: () => ['build', '--changed-only'], dbt: false },
];

function forgetParsing(folder: string): void {
  rmSync(path.join(folder, 'target'), { recursive: true, force: true });
}

function forgetWarehouse(folder: string): void {
  for (const name of readdirSync(folder).filter((file) => file.startsWith('warehouse.duckdb'))) {
    rmSync(path.join(folder, name));
  }
}

/** From here on the project has a tx.yml; dbt's copy would not look at it. */
function keepLedger(folder: string): void {
  forgetWarehouse(folder);
  writeFileSync(path.join(folder, 'tx.yml'), '');
}

function editModel(folder: string, round: number): void {
  appendFileSync(path.join(folder, `models/staging/shop/part_0/${CHOSEN}.sql`), `-- edited ${round}\n`);
}

function editYaml(folder: string, round: number): void {
  const file = path.join(folder, 'models/staging/shop/part_0/_models.yml');
  writeFileSync(
    file,
    readFileSync(file, 'utf8').replace(/refreshed [^;.]+/, `refreshed ${round} times a day`),
  );
}

/** A day that the run before did not have. */
function otherDay(round: number): string {
  return JSON.stringify({ last_day: `2024-11-${String(1 + (round % 30)).padStart(2, '0')}` });
}
