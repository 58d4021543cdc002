import { existsSync, readFileSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { duckdbAdapter } from '../../adapters/duckdb/adapter.ts';
import { makeNewFile } from '../../adapters/duckdb/new-file.ts';
import { scratchFolder } from '../support/run-tx.ts';

describe('a database file that is not there yet', () => {
  let folder: ReturnType<typeof scratchFolder>;
  let file: string;
  beforeEach(() => {
    folder = scratchFolder({});
    file = path.join(folder.path, 'shop.duckdb');
  });
  afterEach(() => folder.remove());

  const open = async (raw: Record<string, unknown>): Promise<void> => {
    const credentials = duckdbAdapter.parseCredentials(
      { type: 'duckdb', ...raw },
      { profileFile: 'profiles.yml' },
    );
    await (await duckdbAdapter.open(credentials, { threads: 1 } as never)).close();
  };

  it('has its name only once it is whole', async () => {
    await makeNewFile(file, async (unfinished) => {
      writeFileSync(unfinished, '');
      expect(existsSync(file)).toBe(false);
      writeFileSync(unfinished, 'whole');
    });
    expect(readFileSync(file, 'utf8')).toBe('whole');
    expect(readdirSync(folder.path)).toEqual(['shop.duckdb']);
  });

  it('is left to the process that made it first', async () => {
    await makeNewFile(file, async (unfinished) => {
      writeFileSync(unfinished, 'second');
      writeFileSync(file, 'first');
    });
    expect(readFileSync(file, 'utf8')).toBe('first');
    expect(readdirSync(folder.path)).toEqual(['shop.duckdb']);
  });

  it('does not take the place of one that is there, and is none in memory', async () => {
    writeFileSync(file, 'there');
    const never = () => Promise.reject(new Error('asked for'));
    await makeNewFile(file, never);
    await makeNewFile(':memory:', never);
    expect(readFileSync(file, 'utf8')).toBe('there');
  });

  it('is opened; what a killed process has left goes an hour later', async () => {
    const [old, young] = ['shop.duckdb.1.new', 'shop.duckdb.2.new'];
    for (const name of [old, young, 'other.duckdb.1.new']) writeFileSync(path.join(folder.path, name), '');
    const before = new Date(Date.now() - 2 * 3_600_000);
    for (const name of [old, 'other.duckdb.1.new']) utimesSync(path.join(folder.path, name), before, before);
    await open({ path: file });
    expect(readdirSync(folder.path)).toEqual(['other.duckdb.1.new', 'shop.duckdb', young]);
    await open({ path: file });
  });

  it('is told by its own name where its folder is not there', async () => {
    const missing = path.join(folder.path, 'no', 'shop.duckdb');
    await expect(open({ path: missing })).rejects.toThrow(`"${missing}"`);
  });
});
