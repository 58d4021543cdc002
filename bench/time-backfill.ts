import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { measure, type Command } from './measure.ts';
import { timeInTurn, type Row, type Timed } from './peers.ts';
import type { Settings } from './settings.ts';

const FIRST_DAY = Date.parse('2026-04-01T00:00:00Z');

/** Names of the rows, which `backfillTable` compares. */
const BACKFILL = 'backfill';
const BUILDS = 'a build a day';

/**
 * Times the example project (12 models, 27 tests) over some days: one backfill with four days in flight, the statements of
 * the same backfill in a process that does nothing else, and one build a day.
 */
export function timeBackfill(settings: Settings, onRow: (row: Row) => void): void {
  if (settings.backfill === 0 || ![BACKFILL, BUILDS].some((item) => settings.isChosen(item))) return;
  const folder = path.join(settings.folder, 'backfill');
  makeProject(folder, settings);
  const raw = rawStatements(folder, settings);
  const {
    raw: replay,
    tx,
    dbt: builds,
  } = timeInTurn(
    {
      raw: anew(folder, raw),
      tx: anew(folder, backfill(folder, settings, [])),
      // The column of another program: builds are timed in turn with the others.
      dbt: anew(folder, buildsOf(folder, settings)),
    },
    settings.rounds,
  );
  const size = settings.backfill;
  onRow({
    suite: 'backfill',
    size,
    item: BACKFILL,
    medians: { ...(tx ? { tx } : {}), ...(replay ? { raw: replay } : {}) },
  });
  onRow({ suite: 'backfill', size, item: BUILDS, medians: builds ? { tx: builds } : {} });
  rmSync(folder, { recursive: true });
}

/** The wall clock of a backfill against builds and statements; null where it was not timed. */
export function backfillTable(rows: readonly Row[]): string | null {
  const own = rows.find(({ item }) => item === BACKFILL)?.medians;
  const builds = rows.find(({ item }) => item === BUILDS)?.medians.tx;
  if (!own?.tx || !own.raw || !builds) return null;
  const ratio = (other: number): string => ((own.tx?.wall ?? 0) / other).toFixed(2);
  const line = [own.tx.wall.toFixed(1), builds.wall.toFixed(1), ratio(builds.wall)];
  const raw = [own.raw.wall.toFixed(1), ratio(own.raw.wall)];
  return (
    '| backfill wall s | a build a day wall s | backfill/builds | statements wall s | backfill/statements |\n' +
    `| --- | --- | --- | --- | --- |\n| ${[...line, ...raw].join(' | ')} |\n`
  );
}

/** Days of the window, as the variable names them. */
function daysOf({ backfillDays }: Settings): readonly string[] {
  return Array.from({ length: backfillDays }, (_, day) =>
    new Date(FIRST_DAY + day * 86_400_000).toISOString().slice(0, 10),
  );
}

function makeProject(folder: string, settings: Settings): void {
  const { root, backfill: rows } = settings;
  const days = daysOf(settings);
  const project = path.join(root, 'example-project');
  rmSync(folder, { recursive: true, force: true });
  cpSync(project, folder, {
    recursive: true,
    filter: (source) => !/\.duckdb|\/(landing|target|logs)$/.test(source),
  });
  const script = path.join(project, 'scripts/generate-landing.mjs');
  const size = ['--rows', String(rows), '--days', String(days.length), '--start', days[0] ?? ''];
  const out = ['--out', path.join(folder, 'landing/orders')];
  const made = spawnSync(process.execPath, [script, ...size, ...out], { encoding: 'utf8' });
  if (made.status !== 0) throw new Error(made.stderr);
}

/** A command that finds no database. */
function anew(folder: string, command: Command): Timed {
  return {
    prepare: () => {
      for (const end of ['', '.wal']) rmSync(path.join(folder, `example.duckdb${end}`), { force: true });
    },
    command: () => command,
  };
}

function backfill(cwd: string, settings: Settings, more: readonly string[], active = '4'): Command {
  const [program = '', ...first] = settings.tx;
  const days = daysOf(settings);
  const window = ['--start-date', days[0] ?? '', '--end-date', days.at(-1) ?? '', '--max-active', active];
  return { program, args: [...first, ...more, 'backfill', ...window], cwd };
}

function buildsOf(cwd: string, settings: Settings): Command {
  const builds = daysOf(settings).map((day) => `"$@" build --vars date=${day}`);
  return { program: 'sh', args: ['-c', builds.join(' && '), 'sh', ...settings.tx], cwd };
}

/** The statements of a backfill on one thread, from its log, without the ledger's and the catalogue's. */
function rawStatements(folder: string, settings: Settings): Command {
  const timed = anew(folder, backfill(folder, settings, ['--threads', '1', '--log-path', 'raw'], '1'));
  timed.prepare?.(0);
  measure(timed.command(0));
  const log = readFileSync(path.join(folder, 'raw/dbt.log'), 'utf8');
  const statements = log
    .split(/^\d\d:\d\d:\d\d\.\d{3} \[/m)
    .flatMap(
      (event) => /^debug\] Using connection "[^"]*"\nOn [^:]*: ([\s\S]*)$/.exec(event)?.[1]?.trim() ?? [],
    )
    .filter(
      (sql) => !/"tx"\.|information_schema|duckdb_(?:tables|views|columns|schemas)|^describe/i.test(sql),
    )
    .flatMap((sql) => [sql, ...loadOf(sql, folder)]);
  const file = path.join(folder, 'raw.json');
  writeFileSync(file, JSON.stringify(statements));
  const script = path.join(settings.root, 'bench/run-statements.mjs');
  return {
    program: process.execPath,
    args: [script, path.join(folder, 'example.duckdb'), file],
    cwd: folder,
  };
}

/** Seeds are loaded by the driver, which no log shows. */
function loadOf(sql: string, folder: string): readonly string[] {
  const seed = /^create table "example"\."reference"\."(\w+)"/.exec(sql)?.[1];
  return seed === undefined ? [] : [`copy reference.${seed} from '${folder}/seeds/${seed}.csv' (header)`];
}
