// Runs the integration projects of dbt packages with tx, and with dbt beside it where there is one, and prints what
// passes: `npm run test:packages -- [--dbt PATH] [--adapter duckdb|postgres] [--keep] FOLDER…`. A folder is a
// package's repository; those it depends on must be among the folders. Postgres is reached by PGHOST, PGPORT, ….

import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { dump, load } from 'js-yaml';

const TX = path.resolve(import.meta.dirname, '../../bin/tx');
const PASSED = new Set(['success', 'pass', 'warn', 'no-op']);

const { values: options, positionals: folders } = parseArgs({
  allowPositionals: true,
  options: {
    dbt: { type: 'string' },
    adapter: { type: 'string', default: 'duckdb' },
    keep: { type: 'boolean', default: false },
  },
});

const work = mkdtempSync(path.join(tmpdir(), 'tx-public-packages-'));
const tools = options.dbt === undefined ? { tx: TX } : { dbt: options.dbt, tx: TX };
const rows = [];
const differences = [];
for (const folder of folders) {
  const results = {};
  for (const [tool, program] of Object.entries(tools)) {
    const run = runPackage(folder, tool, program);
    results[tool] = run.statuses;
    rows.push({ package: path.basename(folder), tool, ...run.counts, seconds: run.seconds.toFixed(1) });
  }
  differences.push(...compare(path.basename(folder), results));
}
console.table(rows);
for (const line of differences) console.log(line);
if (options.keep) console.log(`Kept: ${work}`);
else rmSync(work, { recursive: true, force: true });
process.exitCode = differences.length === 0 ? 0 : 1;

/** Seeds, runs and tests one package's integration project in a copy of its own. */
function runPackage(folder, tool, program) {
  const project = path.join(preparePackages(path.basename(folder), tool), 'integration_tests');
  const statuses = new Map();
  let seconds = 0;
  for (const args of [['deps'], ['seed'], ['run'], ['test']]) {
    const started = performance.now();
    const { stdout, stderr } = spawnSync(program, args, {
      cwd: project,
      env: environment(project),
      encoding: 'utf8',
    });
    seconds += (performance.now() - started) / 1000;
    writeFileSync(path.join(project, `${args[0]}.log`), stdout + stderr);
    const file = path.join(project, 'target', 'run_results.json');
    if (args[0] === 'deps') continue;
    if (!existsSync(file))
      console.error(`${tool} ${args[0]} of ${path.basename(folder)} gave no results:\n${stdout}${stderr}`);
    else {
      for (const result of JSON.parse(readFileSync(file, 'utf8')).results)
        statuses.set(result.unique_id, result);
      rmSync(file);
    }
  }
  return { statuses, seconds, counts: count(statuses) };
}

function environment(project) {
  return {
    ...process.env,
    DBT_PROFILES_DIR: project,
    DBT_SEND_ANONYMOUS_USAGE_STATS: 'false',
    NO_COLOR: '1',
  };
}

/** Copies all folders; what one takes from the hub and another is becomes a local package. Gives the copy of `name`. */
function preparePackages(name, tool) {
  const root = path.join(work, tool, name);
  const copies = new Map(
    folders.map((folder) => [path.basename(folder), path.join(root, path.basename(folder))]),
  );
  const names = new Map();
  for (const folder of folders) {
    const copy = copies.get(path.basename(folder));
    mkdirSync(copy, { recursive: true });
    cpSync(folder, copy, {
      recursive: true,
      filter: (file) => !/(^|\/)(\.git|target|dbt_packages)$/.test(file),
    });
    names.set(load(readFileSync(path.join(copy, 'dbt_project.yml'), 'utf8')).name, copy);
  }
  for (const copy of copies.values()) makeLocal(path.join(copy, 'packages.yml'), names);
  const copy = copies.get(name);
  const project = path.join(copy, 'integration_tests');
  rmSync(path.join(project, 'package-lock.yml'), { force: true });
  const { profile } = load(readFileSync(path.join(project, 'dbt_project.yml'), 'utf8'));
  writeFileSync(
    path.join(project, 'profiles.yml'),
    dump({ [profile]: { target: options.adapter, outputs: { [options.adapter]: output(name, tool) } } }),
  );
  return copy;
}

function makeLocal(file, names) {
  if (!existsSync(file)) return;
  const packages = load(readFileSync(file, 'utf8')).packages.map((entry) => {
    const copy = entry.package === undefined ? undefined : names.get(entry.package.split('/')[1]);
    return copy === undefined ? entry : { local: copy };
  });
  writeFileSync(file, dump({ packages }));
}

function output(name, tool) {
  if (options.adapter === 'duckdb') return { type: 'duckdb', path: './packages.duckdb', threads: 2 };
  const env = process.env;
  return {
    type: 'postgres',
    host: env.PGHOST ?? '127.0.0.1',
    port: Number(env.PGPORT ?? 5432),
    user: env.PGUSER ?? 'postgres',
    pass: env.PGPASSWORD ?? '',
    dbname: env.PGDATABASE ?? 'postgres',
    schema: `${name}_${tool}`.replaceAll('-', '_'),
    threads: 2,
  };
}

function count(statuses) {
  const of = (type) => {
    const some = [...statuses].filter(([id]) => type.includes(id.split('.')[0])).map(([, result]) => result);
    return `${some.filter((result) => PASSED.has(result.status)).length}/${some.length}`;
  };
  return { seeds: of(['seed']), models: of(['model']), tests: of(['test', 'unit_test']) };
}

/** One line for each node on which the tools do not agree. */
function compare(name, { dbt, tx }) {
  if (dbt === undefined || tx === undefined) return [];
  const lines = [];
  for (const id of new Set([...dbt.keys(), ...tx.keys()])) {
    const [theirs, ours] = [dbt.get(id), tx.get(id)];
    if (theirs?.status === ours?.status && theirs?.failures === ours?.failures) continue;
    lines.push(`${name} ${id}: dbt ${said(theirs)}; tx ${said(ours)}`);
  }
  return lines;
}

function said(result) {
  if (result === undefined) return 'has no such node';
  const failures = result.failures ? ` ${result.failures}` : '';
  return `${result.status}${failures}${result.message ? ` (${result.message.replace(/\s+/g, ' ').slice(0, 300)})` : ''}`;
}
