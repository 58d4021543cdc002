import {
  existsSync,
  readFileSync,
  readdirSync,
  statSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeWholeFile } from '../../src/util/whole-file.ts';
import { scratchFolder } from '../support/run-tx.ts';

describe('a file that is written whole', () => {
  let folder: ReturnType<typeof scratchFolder>;
  let file: string;
  beforeEach(() => {
    folder = scratchFolder({});
    file = path.join(folder.path, 'manifest.json');
  });
  afterEach(() => folder.remove());

  it('has its name when all of it is there, and is known by what the system says of it', () => {
    const stats = writeWholeFile(file, (descriptor) => {
      writeSync(descriptor, 'one');
      expect(existsSync(file)).toBe(false);
      writeSync(descriptor, ' two');
    });
    expect(readFileSync(file, 'utf8')).toBe('one two');
    const { ino, size, mtimeMs, ctimeMs } = statSync(file);
    expect(stats).toMatchObject({ ino, size, mtimeMs, ctimeMs });
  });

  it('is as it was where writing fails, and nothing lies beside it', () => {
    writeFileSync(file, 'before');
    const fails = () => {
      throw new Error('no more');
    };
    expect(() => writeWholeFile(file, fails)).toThrow('no more');
    expect(readFileSync(file, 'utf8')).toBe('before');
    expect(readdirSync(folder.path)).toEqual(['manifest.json']);
  });

  it('is written by several at once, each under a name of its own', () => {
    writeWholeFile(file, (outer) => {
      writeWholeFile(file, (inner) => void writeSync(inner, 'inner'));
      writeSync(outer, 'outer');
      expect(readFileSync(file, 'utf8')).toBe('inner');
    });
    expect(readFileSync(file, 'utf8')).toBe('outer');
    expect(readdirSync(folder.path)).toEqual(['manifest.json']);
  });

  it('takes away what killed processes left of it an hour ago, and nothing else', () => {
    const id = '01234567-89ab-cdef-0123-456789abcdef';
    const left = ['young', 'old'].map((_, index) => `manifest.json.${id.slice(0, -1)}${index}.tmp`);
    const others = ['manifest.json.mine.tmp', `other.json.${id}.tmp`, `manifest.json.${id}`];
    const before = new Date(Date.now() - 2 * 3_600_000);
    for (const name of [...left, ...others]) writeFileSync(path.join(folder.path, name), '');
    for (const name of [left[1] as string, ...others])
      utimesSync(path.join(folder.path, name), before, before);
    writeWholeFile(file, (descriptor) => void writeSync(descriptor, 'whole'));
    expect(readdirSync(folder.path).sort()).toEqual(['manifest.json', left[0], ...others].sort());
  });
});
