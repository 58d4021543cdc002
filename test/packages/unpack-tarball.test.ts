import { execFileSync } from 'node:child_process';
import { existsSync, lstatSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { unpackTarball } from '../../src/packages/unpack-tarball.ts';
import { scratchFolder, type ScratchFolder } from '../support/run-tx.ts';
import { tarArchive, type ArchiveEntry } from '../support/tar-archive.ts';

let scratch: ScratchFolder;
let inside: string;

beforeEach(() => {
  scratch = scratchFolder({ 'inside/.keep': '', 'outside/secret': 'kept' });
  inside = path.join(scratch.path, 'inside');
});
afterEach(() => scratch.remove());

const unpack = (bytes: Buffer): void => unpackTarball(bytes, inside, 'http://host/p.tar.gz');
const read = (name: string): string => readFileSync(path.join(inside, name), 'utf8');

describe('unpackTarball', () => {
  it('writes the files and folders of an archive', () => {
    unpack(
      tarArchive([
        { name: 'p/', type: 'Directory' },
        { name: 'p/dbt_project.yml', text: 'name: p' },
        { name: 'p/models/m.sql', text: 'select 1' },
      ]),
    );
    expect(read('p/dbt_project.yml')).toBe('name: p');
    expect(read('p/models/m.sql')).toBe('select 1');
  });

  it('reads what tar writes, names that are longer than a header too', () => {
    const long = `p/${'folder/'.repeat(30)}${'long'.repeat(30)}.sql`;
    scratch.write({ [`made/${long}`]: 'select 1' });
    for (const format of ['gnu', 'pax']) {
      execFileSync('tar', [`--format=${format}`, '-czf', 'made.tgz', '-C', 'made', 'p'], {
        cwd: scratch.path,
      });
      unpack(readFileSync(path.join(scratch.path, 'made.tgz')));
      expect(read(long)).toBe('select 1');
    }
  });

  it('gives links within the archive as copies', () => {
    unpack(
      tarArchive([
        { name: 'p/a.sql', text: 'select 1' },
        { name: 'p/models/b.sql', type: 'SymbolicLink', link: '../a.sql' },
        { name: 'p/c.sql', type: 'Link', link: 'p/a.sql' },
        { name: 'p/linked', type: 'SymbolicLink', link: 'more' },
        { name: 'p/more', type: 'SymbolicLink', link: 'folder' },
        { name: 'p/folder/d.sql', text: 'select 2' },
      ]),
    );
    expect(read('p/linked/d.sql')).toBe('select 2');
    expect(read('p/models/b.sql')).toBe('select 1');
    expect(read('p/c.sql')).toBe('select 1');
    expect(lstatSync(path.join(inside, 'p/models/b.sql')).isSymbolicLink()).toBe(false);
  });

  const HOSTILE: Readonly<Record<string, readonly ArchiveEntry[]>> = {
    'an absolute name': [{ name: '/tmp/tx-escaped', text: 'x' }],
    'a name with a drive': [{ name: 'C:\\escaped', text: 'x' }],
    'a name that climbs': [{ name: '../outside/secret', text: 'x' }],
    'a name that climbs from within': [{ name: 'p/../../outside/secret', text: 'x' }],
    'a name that climbs and ends inside': [{ name: 'p/../q', text: 'x' }],
    'a name that climbs with backslashes': [{ name: 'p\\..\\..\\outside', text: 'x' }],
    'a folder that climbs': [{ name: '../made/', type: 'Directory' }],
    'a link out': [{ name: 'p/link', type: 'SymbolicLink', link: '../../outside' }],
    'a link to an absolute name': [{ name: 'p/link', type: 'SymbolicLink', link: '/etc/passwd' }],
    'a hard link out': [{ name: 'p/link', type: 'Link', link: '../outside/secret' }],
    'a hard link to an absolute name': [{ name: 'p/link', type: 'Link', link: '/etc/passwd' }],
    'a file through a link out': [
      { name: 'p', type: 'SymbolicLink', link: '../outside' },
      { name: 'p/secret', text: 'x' },
    ],
    'a link that holds itself': [
      { name: 'p/a.sql', text: 'select 1' },
      { name: 'p/loop', type: 'SymbolicLink', link: '..' },
    ],
    'a device': [{ name: 'p/null', type: 'CharacterDevice' }],
    'a pipe': [{ name: 'p/pipe', type: 'FIFO' }],
  };

  it.each(Object.entries(HOSTILE))('refuses %s and writes nothing', (_what, entries) => {
    const harmless = { name: 'p/first.sql', text: 'select 1' };
    const code = codeOf(() => unpack(tarArchive([harmless, ...entries])));
    expect(code).toBe('TX1503');
    expect(readdirSync(inside)).toEqual(['.keep']);
    expect(readFileSync(path.join(scratch.path, 'outside/secret'), 'utf8')).toBe('kept');
    expect(readdirSync(scratch.path).sort()).toEqual(['inside', 'outside']);
    expect(existsSync('/tmp/tx-escaped')).toBe(false);
  });

  it('refuses an archive that would fill the disk', () => {
    expect(codeOf(() => unpack(gzipSync(Buffer.alloc(513 * 1024 * 1024))))).toBe('TX1501');
  });

  it('refuses links that multiply what they lead to', () => {
    const links = Array.from({ length: 600 }, (_, index): ArchiveEntry => ({
      name: `p/copy${index}`,
      type: 'SymbolicLink',
      link: 'large.sql',
    }));
    const large = { name: 'p/large.sql', text: 'x'.repeat(1024 * 1024) };
    expect(codeOf(() => unpack(tarArchive([large, ...links])))).toBe('TX1501');
    expect(readdirSync(inside)).toEqual(['.keep']);
  });

  it.each([
    ['bytes that are not compressed', Buffer.from('hello')],
    ['what is no archive', gzipSync(Buffer.from('hello'.repeat(300)))],
    ['an archive that ends early', cut(tarArchive([{ name: 'p/a.sql', text: 'x'.repeat(5000) }]))],
  ])('tells of %s', (_what, bytes) => {
    expect(codeOf(() => unpack(bytes))).toBe('TX1501');
    expect(readdirSync(inside)).toEqual(['.keep']);
  });

  it('tells of a name that is a file and a folder', () => {
    expect(codeOf(() => unpack(clash()))).toBe('TX1501');
  });
});

function clash(): Buffer {
  return tarArchive([
    { name: 'p', text: 'a file' },
    { name: 'p/a.sql', text: 'in it' },
  ]);
}

function cut(archive: Buffer): Buffer {
  return archive.subarray(0, archive.length - 20);
}

function codeOf(act: () => void): string {
  try {
    act();
  } catch (thrown) {
    return (thrown as { errors?: readonly { code: string }[] }).errors?.[0]?.code ?? String(thrown);
  }
  return 'no error';
}
