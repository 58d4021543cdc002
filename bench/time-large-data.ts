import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import {
  largeItems,
  largeProjectFiles,
  modelName,
  rawTableSql,
  type LargeItem,
} from './large-data-project.ts';
import { measure, type Command } from './measure.ts';
import { timeInTurn, type PeerName, type Row, type Timed } from './peers.ts';
import { programsOf, type Settings } from './settings.ts';

/** Times jobs on one large DuckDB table against statements written by hand; tells each row as soon as it is known. */
export function timeLargeData(settings: Settings, onRow: (row: Row) => void): void {
  const items = largeItems.filter(({ name }) => settings.isChosen(name));
  if (items.length === 0) return;
  const peers: readonly PeerName[] = ['raw', ...programsOf(settings).map(([peer]) => peer)];
  for (const peer of peers) makeProject(folderOf(settings, peer), settings);
  for (const item of items) {
    const programs = peers.map((peer) => [peer, timed(item, peer, settings)] as const);
    if (item.onExisting) for (const peer of peers) measure(firstRun(item, peer, settings));
    const medians = timeInTurn(Object.fromEntries(programs), settings.rounds);
    onRow({ suite: 'large data', size: settings.rows, item: item.name, medians });
    for (const peer of peers)
      measure(statements([`drop table main.${modelName(item)}`], 'drop', peer, settings));
  }
  for (const peer of peers) rmSync(folderOf(settings, peer), { recursive: true });
}

function folderOf(settings: Settings, peer: PeerName): string {
  return path.join(settings.folder, `large-${peer}`);
}

function makeProject(folder: string, settings: Settings): void {
  rmSync(folder, { recursive: true, force: true });
  for (const [name, text] of Object.entries(largeProjectFiles())) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  }
  measure(statementsIn(folder, rawTableSql(settings.rows), 'source', settings));
}

function timed(item: LargeItem, peer: PeerName, settings: Settings): Timed {
  const command =
    peer === 'raw'
      ? statements(item.raw, 'raw', peer, settings)
      : runOf(item, peer, settings, item.args ?? []);
  return { command: () => command };
}

/** Makes the table that the timed runs find, and the parse cache with it. */
function firstRun(item: LargeItem, peer: PeerName, settings: Settings): Command {
  if (peer === 'raw') {
    return statements(
      [`create table main.${modelName(item)} as select * from raw.orders`],
      'first',
      peer,
      settings,
    );
  }
  return runOf(item, peer, settings, item.args ?? []);
}

function runOf(item: LargeItem, peer: PeerName, settings: Settings, args: readonly string[]): Command {
  const [program = '', ...first] = new Map(programsOf(settings)).get(peer) ?? [];
  const cwd = folderOf(settings, peer);
  return { program, args: [...first, 'run', '--select', modelName(item), ...args], cwd };
}

function statements(sql: readonly string[], name: string, peer: PeerName, settings: Settings): Command {
  return statementsIn(folderOf(settings, peer), sql, name, settings);
}

function statementsIn(folder: string, sql: readonly string[], name: string, settings: Settings): Command {
  const file = path.join(folder, `${name}.json`);
  writeFileSync(file, JSON.stringify(sql));
  const args = [
    path.join(settings.root, 'bench/run-statements.mjs'),
    path.join(folder, 'warehouse.duckdb'),
    file,
  ];
  return { program: process.execPath, args, cwd: folder };
}
