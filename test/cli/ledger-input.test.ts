import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterEach, describe, expect, it } from 'vitest';
import { contentHashes } from '../support/content-hash.ts';
import { createDatabase } from '../support/postgres-database.ts';
import { runTx, scratchFolder, shopFiles, type Invocation, type ScratchFolder } from '../support/run-tx.ts';

const FILES = shopFiles({
  'tx.yml': '',
  'models/orders.sql': "{{ config(materialized='table') }}\nselect {{ var('id', 1) }} as id",
});

let folder: ScratchFolder;
afterEach(() => folder.remove());

const tx = (...args: string[]): Promise<Invocation> => runTx(args, { cwd: folder.path });
const database = (): string => path.join(folder.path, 'shop.duckdb');
async function inDatabase(sql: string): Promise<readonly (readonly unknown[])[]> {
  const instance = await DuckDBInstance.create(database());
  try {
    const connection = await instance.connect();
    const rows = (await connection.runAndReadAll(sql)).getRowsJson();
    connection.closeSync();
    return rows;
  } finally {
    instance.closeSync();
  }
}
async function built(): Promise<Readonly<Record<string, string>>> {
  folder = scratchFolder(FILES);
  const first = await tx('build');
  expect(first.code, first.stderr).toBe(0);
  return contentHashes(database());
}

describe('a ledger that cannot be written', () => {
  it('by a newer tx: nothing runs, and the way out is told', async () => {
    await built();
    await inDatabase("insert into tx.ledger_version values (99, '9.0.0', now())");
    const before = await contentHashes(database());
    const { code, stderr } = await tx('build', '--vars', 'id: 2');
    expect(code).toBe(2);
    expect(stderr).toContain('[TX7002]');
    expect(stderr).toContain('format 99, written by a newer tx');
    expect(stderr).toContain('help: Upgrade tx');
    expect(await contentHashes(database())).toEqual(before);
  });

  it('without the right to create its schema: nothing runs; ledger: off does without', async () => {
    const postgres = await createDatabase('ledger_rights');
    try {
      await postgres.sql('create role modest login');
      await postgres.sql('create schema dev authorization modest');
      const output = { ...postgres.output, user: 'modest', schema: 'dev', threads: 2 };
      folder = scratchFolder({
        ...FILES,
        'profiles.yml': JSON.stringify({ shop: { target: 'dev', outputs: { dev: output } } }),
      });
      const refused = await tx('build');
      expect(refused.code).toBe(2);
      expect(refused.stderr).toContain('[TX7001]');
      expect(refused.stderr).toContain('permission denied for database ledger_rights');
      expect(refused.stderr).toContain('ledger: off');
      expect(await postgres.sql("select 1 from pg_class where relnamespace = 'dev'::regnamespace")).toEqual(
        [],
      );
      folder.write({ 'tx.yml': 'ledger: off\n' });
      expect((await tx('build')).code).toBe(0);
    } finally {
      await postgres.drop();
      const rest = await createDatabase('ledger_rights_rest');
      await rest.sql('drop role if exists modest');
      await rest.drop();
    }
  });
});

describe('a clock that went back', () => {
  it('is told of; the ledger goes on behind its last row', async () => {
    await built();
    await inDatabase(
      'update tx.runs set started_at = started_at + interval 1 day, finished_at = finished_at + interval 1 day',
    );
    const { code, stderr } = await tx('build', '--vars', 'id: 2');
    expect(code).toBe(0);
    expect(stderr).toContain('TX7007');
    expect(stderr).toMatch(/The clock of this machine is 8\d{4} s behind the last row of the ledger/);
    const runs = await inDatabase('select run_id, arguments from tx.runs order by started_at desc');
    expect(runs).toHaveLength(2);
    expect(String(runs[0]![1])).toContain('"id":2');
    expect((await tx('retry')).stderr).toContain('Nothing to do');
  });
});

describe('a database that another process holds', () => {
  it('is waited for with a message, until the time is over', async () => {
    const before = await built();
    const instance = await DuckDBInstance.create(database());
    const late = await tx('build', '--vars', 'id: 2', '--lock-timeout', '1s');
    expect(late.code).toBe(2);
    expect(late.stderr).toContain('Waiting up to 1 s');
    expect(late.stderr).toContain('[TX7003]');
    expect(late.stderr).toContain(`PID ${process.pid}`);
    let held = true;
    const { code, stderr } = await runTx(['build', '--lock-timeout', '60s'], {
      cwd: folder.path,
      onOutput(soFar) {
        if (held && soFar.includes('Waiting up to')) instance.closeSync();
        held &&= !soFar.includes('Waiting up to');
      },
    });
    expect(code, stderr).toBe(0);
    expect(stderr).toContain('Waiting up to 60 s');
    const orders = (hashes: Readonly<Record<string, string>>) => hashes['main.orders'];
    expect(orders(await contentHashes(database()))).toBe(orders(before));
  });
});

describe('tx init inside a project', () => {
  it('writes a tx.yml that means its defaults, once', async () => {
    folder = scratchFolder(FILES);
    rmSync(path.join(folder.path, 'tx.yml'));
    const wrote = await tx('init');
    expect(wrote.code, wrote.stderr).toBe(0);
    expect(readFileSync(path.join(folder.path, 'tx.yml'), 'utf8')).toContain('# ledger: {schema: tx}');
    expect((await tx('build')).code).toBe(0);
    expect((await tx('runs')).stdout).toContain('success');
    const again = await tx('init');
    expect(again.code).toBe(2);
    expect(again.stderr).toContain('tx.yml exists already');
  });

  it.each([
    ['legder: off\n', "Did you mean 'ledger'?"],
    ['publish: sometimes\n', 'after-audits'],
    ['retries: {attempts: many}\n', 'attempts'],
    ['interval: {time-zone: Mars/Olympus}\n', 'Mars/Olympus'],
    ['ledger: [\n', 'tx.yml'],
  ])('names what is wrong with %j', async (text, told) => {
    folder = scratchFolder({ ...FILES, 'tx.yml': text });
    const { code, stderr } = await tx('build');
    expect(code).toBe(2);
    expect(stderr).toMatch(/\[TX\d{4}\] tx\.yml/);
    expect(stderr).toContain(told);
  });
});
