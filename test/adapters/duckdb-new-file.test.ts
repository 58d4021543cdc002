import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
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

  it('is opened, and no file beside it is touched', async () => {
    const beside = ['shop.duckdb.export.new', 'shop.duckdb.tx-new-of-mine'];
    for (const name of beside) writeFileSync(path.join(folder.path, name), 'mine');
    await open({ path: file });
    expect(readdirSync(folder.path)).toEqual(['shop.duckdb', ...beside]);
    await open({ path: file });
  });

  it('is made by DuckDB where it cannot be made beforehand', async () => {
    const target = path.join(folder.path, 'real.duckdb');
    symlinkSync(target, file);
    await open({ path: file });
    expect(readdirSync(folder.path)).toEqual(['real.duckdb', 'shop.duckdb']);
    expect(readlinkSync(file)).toBe(target);
  });

  it('has the faults of its place told by DuckDB', async () => {
    const name = 'n'.repeat(250);
    writeFileSync(path.join(folder.path, 'a-file'), '');
    for (const place of [path.join(folder.path, name), path.join(folder.path, 'a-file', 'shop.duckdb')]) {
      const opened = open({ path: place }).then(
        () => 'opened',
        (thrown: unknown) => String(thrown),
      );
      expect(await opened).toMatch(place.endsWith(name) ? /^opened$/ : /Cannot open file/);
    }
    await makeNewFile(file, (unfinished) => {
      mkdirSync(unfinished);
      return Promise.resolve();
    });
    expect(existsSync(file)).toBe(false);
  });

  it('is told by its own name where its folder is not there', async () => {
    const missing = path.join(folder.path, 'no', 'shop.duckdb');
    await expect(open({ path: missing })).rejects.toThrow(`"${missing}"`);
  });
});
