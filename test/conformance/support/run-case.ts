import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { catalogueSql, openDatabase, recordedCell, type CaseAdapter, type CaseDatabase } from './case-database.ts';
import { artifactTimes, catalogOf, cleaned, freshnessOf, keysOf, nodesOf } from './read-artifacts.ts';
import type { RecordedCase, RecordedStep } from './recorded-step.ts';
import { stepDifferences } from './step-differences.ts';

const PROGRAM = path.resolve(import.meta.dirname, '../../../bin/tx');

/** A case under way: its project in a folder of its own, and its database. */
export interface CaseRun {
  readonly folder: string;
  readonly project: string;
  readonly adapter: CaseAdapter;
  readonly database: CaseDatabase;
  readonly definition: RecordedCase;
}

/** Copies the project of a case, makes its database and writes its profile. */
export async function startCase(source: string, definition: RecordedCase, adapter: CaseAdapter): Promise<CaseRun> {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'tx-run-')));
  const project = path.join(folder, 'project');
  cpSync(path.join(source, 'project'), project, { recursive: true });
  const database = await openDatabase(adapter, folder);
  const output = { ...database.output, threads: 1 };
  const profiles = {
    conf: { target: 'dev', outputs: { dev: { ...output, schema: 'dev' }, prod: { ...output, schema: 'prod' } } },
  };
  writeFileSync(path.join(folder, 'profiles.yml'), JSON.stringify(profiles));
  return { folder, project, adapter, database, definition };
}

/** Removes the folder and the database of a case. */
export async function endCase(run: CaseRun): Promise<void> {
  await run.database.close();
  rmSync(run.folder, { recursive: true, force: true });
}

/** Does one step and gives what differs from the recording. */
export async function differencesOfStep(run: CaseRun, step: RecordedStep): Promise<readonly string[]> {
  await prepare(run, step);
  const got = { ...(step.args ? await invoke(run, step) : {}), ...(await look(run, step)) };
  const own = step[`expect_${run.adapter}`] ?? {};
  const want = { ...step.expect, ...own, ...(step.says ? { says: step.says } : {}) };
  return stepDifferences(want, JSON.parse(JSON.stringify(got)));
}

async function prepare(run: CaseRun, step: RecordedStep): Promise<void> {
  for (const [from, to] of step.copy ?? []) {
    cpSync(path.join(run.project, from), path.join(run.project, to), { recursive: true });
  }
  for (const [name, text] of Object.entries(step.files ?? {})) {
    const file = path.join(run.project, name);
    if (text === null) rmSync(file);
    else {
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
  }
  const sql = step.sql ?? [];
  const statements = Array.isArray(sql) ? (sql as readonly string[]) : (sql as Record<string, string[]>)[run.adapter];
  for (const statement of statements ?? []) await run.database.execute(statement);
}

async function invoke(run: CaseRun, step: RecordedStep): Promise<Record<string, unknown>> {
  const target = path.join(run.project, 'target');
  const before = artifactTimes(target);
  const { code, stdout, stderr } = await execute(run, step);
  const written = [...artifactTimes(target)].filter(([name, time]) => before.get(name) !== time).map(([name]) => name);
  const said = cleaned(`${stdout}\n${stderr}`, run.folder).toLowerCase().split(/\s+/).join(' ');
  return {
    exit: code,
    artifacts: written,
    ...(written.includes('run_results.json') ? { nodes: nodesOf(target, run.folder) } : {}),
    ...(written.includes('sources.json') ? { freshness: freshnessOf(target) } : {}),
    ...(written.includes('catalog.json') ? { catalog: catalogOf(target) } : {}),
    ...(step.keys ? { keys: Object.fromEntries(step.keys.map((name) => [name, keysOf(target, name)])) } : {}),
    ...(step.stdout && code === 0 ? { stdout: printed(step.stdout, stdout, run.folder) } : {}),
    ...(step.says
      ? { says: step.says.filter((text) => said.includes(text.toLowerCase().split(/\s+/).join(' '))) }
      : {}),
  };
}

function printed(how: 'lines' | 'json' | 'text', stdout: string, folder: string): unknown {
  const text = cleaned(stdout, folder);
  if (how === 'lines') {
    return text
      .split('\n')
      .filter((line) => line !== '')
      .sort();
  }
  return how === 'json' && text.includes('{') ? JSON.parse(text.slice(text.indexOf('{'))) : text;
}

function execute(
  run: CaseRun,
  step: RecordedStep,
): Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }> {
  const env = {
    ...process.env,
    DBT_PROFILES_DIR: run.folder,
    DBT_SEND_ANONYMOUS_USAGE_STATS: 'false',
    DBT_USE_COLORS: 'false',
    NO_COLOR: '1',
    TZ: 'UTC',
    ...step.env,
  };
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [PROGRAM, ...(step.args ?? [])], { cwd: run.project, env });
    let [stdout, stderr] = ['', ''];
    child.stdin.end();
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
}

/** What the step left in the warehouse and on disk. */
async function look(run: CaseRun, step: RecordedStep): Promise<Record<string, unknown>> {
  const names = step.tables ?? run.definition.tables ?? [];
  const queries = Object.entries(step.query ?? run.definition.query ?? {});
  const tables: Record<string, unknown> = {};
  for (const name of names) tables[name] = await contents(run, name);
  const answers: Record<string, unknown> = {};
  for (const [label, query] of queries) {
    answers[label] = await rows(run, typeof query === 'string' ? query : (query[run.adapter] ?? ''));
  }
  const relations = (await rows(run, catalogueSql[run.adapter].relations)) as string[][];
  return {
    relations: relations.sort((a, b) => (a.join('\u0000') < b.join('\u0000') ? -1 : 1)),
    ...(names.length > 0 ? { tables } : {}),
    ...(queries.length > 0 ? { query: answers } : {}),
    ...(step.exists
      ? { exists: Object.fromEntries(step.exists.map((file) => [file, existsSync(path.join(run.project, file))])) }
      : {}),
  };
}

async function rows(run: CaseRun, sql: string): Promise<readonly (readonly unknown[])[]> {
  const result = await run.database.execute(sql);
  return result.rows.map((row) => row.map(recordedCell));
}

/** Columns with types and every row in a fixed order; null when there is no such relation. */
async function contents(run: CaseRun, name: string): Promise<unknown> {
  const [schema = '', relation = ''] = name.split('.');
  const { columns, zoned } = catalogueSql[run.adapter];
  const found = (await rows(run, columns(schema, relation))) as [string, string][];
  if (found.length === 0) return null;
  const picked = found.map(([column, type]) => `"${column}"${type === zoned ? " at time zone 'UTC'" : ''}`).join(', ');
  const described = found.map(([column, type]) => `${column} ${type}`);
  let list: unknown[][];
  try {
    list = (await rows(run, `select ${picked} from "${schema}"."${relation}"`)).map((row) => [...row]);
  } catch {
    return { columns: described, rows: 'unreadable' };
  }
  for (const row of list) {
    if (!row.includes('<now>')) continue;
    // A key hashed from the current time.
    found.forEach(([column], index) => (row[index] = column.includes('scd_id') ? '<hash>' : row[index]));
  }
  return { columns: described, rows: list.sort(byCells) };
}

/** The order of the recordings: NULL first, then by the text of the cells. */
function byCells(a: readonly unknown[], b: readonly unknown[]): number {
  for (const [index, left] of a.entries()) {
    const right = b[index];
    if ((left === null) !== (right === null)) return left === null ? -1 : 1;
    const [x, y] = [pythonText(left), pythonText(right)];
    if (x !== y) return x < y ? -1 : 1;
  }
  return 0;
}

function pythonText(value: unknown): string {
  if (value === true) return 'True';
  if (value === false) return 'False';
  return String(value);
}
