import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { writeProject } from './project/write-project.ts';
import { copyFor, timeInTurn, type Row, type Timed } from './peers.ts';
import { projectItems, type ProjectItem } from './project-items.ts';
import { programsOf, type Settings } from './settings.ts';

/** Times the items on a generated project of `size` models; tells each row as soon as it is known. */
export function timeProject(size: number, settings: Settings, onRow: (row: Row) => void): void {
  const folder = path.join(settings.folder, `models-${size}`);
  rmSync(folder, { recursive: true, force: true });
  writeProject(folder, size);
  const programs = programsOf(settings).map(([peer, line]) => ({ peer, line, copy: copyFor(folder, peer) }));
  for (const item of projectItems.filter(({ name }) => settings.isChosen(name))) {
    const timed = programs
      .filter(({ peer }) => peer === 'tx' || item.dbt)
      .map(({ peer, line, copy }) => [peer, timedItem(item, line, copy)] as const);
    const own = programs.find(({ peer }) => peer === 'tx')?.copy ?? folder;
    const raw = rawOf(item.name, path.resolve(own), settings);
    const medians = timeInTurn({ ...Object.fromEntries(timed), ...raw }, settings.rounds);
    onRow({ suite: 'project', size, item: item.name, medians });
  }
}

/** What an item cannot do without; nothing where that is not known. */
function rawOf(item: string, project: string, settings: Settings): { readonly raw?: Timed } {
  if (item === 'build') return { raw: rawBuild(project, settings) };
  if (item === 'start-up')
    return { raw: { command: () => ({ program: process.execPath, args: ['--eval', '0'], cwd: project }) } };
  return {};
}

function timedItem(item: ProjectItem, [program = '', ...first]: readonly string[], cwd: string): Timed {
  return {
    prepare: (round) => item.prepare?.(cwd, round),
    command: (round) => ({ program, args: [...first, ...item.args(round)], cwd }),
  };
}

interface ResultOfBuild {
  readonly unique_id: string;
  readonly compiled_code: string | null;
  readonly relation_name: string | null;
}

/** What a build cannot do without, on an empty database, in a process that does nothing else. tx builds first in each round. */
function rawBuild(project: string, settings: Settings): Timed {
  const file = path.join(settings.folder, 'build.json');
  const database = path.join(settings.folder, 'warehouse.duckdb');
  return {
    prepare: () => {
      writeFileSync(file, JSON.stringify(statementsOfBuild(project)));
      rmSync(database, { force: true });
    },
    command: () => ({
      program: process.execPath,
      args: [path.join(settings.root, 'bench/run-statements.mjs'), database, file],
      cwd: settings.folder,
    }),
  };
}

/** The statements of the last build: the schemas, the hook's, one create a relation, one count a test. */
function statementsOfBuild(project: string): readonly string[] {
  const results = readJson<{ results: readonly ResultOfBuild[] }>(
    path.join(project, 'target/run_results.json'),
  ).results;
  const { nodes } = readJson<{ nodes: Record<string, { config: { materialized: string } }> }>(
    path.join(project, 'target/manifest.json'),
  );
  const statements = results.flatMap(({ unique_id, compiled_code, relation_name }) => {
    if (compiled_code === null) return [];
    if (unique_id.startsWith('test.')) return [`select count(*) from (${compiled_code}) as failing`];
    if (unique_id.startsWith('operation.')) return [compiled_code];
    const kind = nodes[unique_id]?.config.materialized === 'view' ? 'view' : 'table';
    return [`create or replace ${kind} ${relation_name} as ${compiled_code}`];
  });
  const schemas = [...new Set(results.flatMap(({ relation_name }) => schemaOf(relation_name)))];
  return [...schemas.map((name) => `create schema if not exists ${name}`), ...statements];
}

function schemaOf(relation: string | null): readonly string[] {
  return relation === null ? [] : [relation.split('.').slice(0, -1).join('.')];
}

function readJson<T>(file: string): T {
  return JSON.parse(readFileSync(file, 'utf8')) as T;
}
