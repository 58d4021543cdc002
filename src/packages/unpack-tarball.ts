import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { ProjectFailure } from '../errors/project-error.ts';
import { readTarball, type TarEntry } from './read-tarball.ts';

/** Bytes that a package may have when it is unpacked: no package comes near, and no archive can fill the disk. */
const MAX_UNPACKED_BYTES = 512 * 1024 * 1024;

/** Links that lead to links are followed so far. */
const MAX_HOPS = 40;

interface FileToWrite {
  readonly target: string;
  readonly content: Buffer;
}

/**
 * Unpacks a gzipped tar archive into a folder. Nothing is written elsewhere: absolute names, `..`, links out of the
 * archive and devices are refused, and links within it become copies, so that no later entry is written through one.
 * What is refused is refused before anything is written.
 * Throws ProjectFailure TX1501 or TX1503.
 */
export function unpackTarball(bytes: Buffer, folder: string, url: string): void {
  const entries = read(bytes, url);
  for (const entry of entries) checkEntry(entry, folder, url);
  const files = [...filesOf(entries, folder), ...copiesOf(entries, folder)];
  if (files.reduce((total, { content }) => total + content.length, 0) > MAX_UNPACKED_BYTES)
    throw broken(url, 'its links make it too large');
  const folders = entries.filter(({ kind }) => kind === 'folder').map(({ name }) => path.join(folder, name));
  try {
    write(folders, files);
  } catch (thrown) {
    throw broken(url, thrown instanceof Error ? thrown.message : String(thrown), thrown);
  }
}

function write(folders: readonly string[], files: readonly FileToWrite[]): void {
  for (const folder of folders) mkdirSync(folder, { recursive: true });
  for (const { target, content } of files) {
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, content);
  }
}

function read(bytes: Buffer, url: string): readonly TarEntry[] {
  try {
    return readTarball(gunzipSync(bytes, { maxOutputLength: MAX_UNPACKED_BYTES }));
  } catch (thrown) {
    throw broken(url, thrown instanceof Error ? thrown.message : String(thrown), thrown);
  }
}

function broken(url: string, reason: string, cause?: unknown): ProjectFailure {
  return new ProjectFailure({
    code: 'TX1501',
    message: `The tarball ${url} cannot be unpacked: ${reason}`,
    hint: 'A package is a .tar.gz of a folder with a dbt_project.yml.',
    cause,
  });
}

function filesOf(entries: readonly TarEntry[], folder: string): readonly FileToWrite[] {
  return entries
    .filter(({ kind }) => kind === 'file')
    .map(({ name, content }) => ({ target: path.resolve(folder, name), content }));
}

/** What stands in the place of links: the files that they lead to; a link that leads to none is left out. */
function copiesOf(entries: readonly TarEntry[], folder: string): readonly FileToWrite[] {
  const files = filesOf(entries, folder);
  const links = new Map(
    entries.flatMap((entry) => {
      const to = linkTarget(entry, folder);
      return to === null ? [] : [[path.resolve(folder, entry.name), to] as const];
    }),
  );
  return [...links.keys()].flatMap((link) => {
    const source = endOf(link, links);
    return files
      .filter(({ target }) => isInside(target, source))
      .map(({ target, content }) => ({ target: path.join(link, path.relative(source, target)), content }));
  });
}

function endOf(link: string, links: ReadonlyMap<string, string>): string {
  let end = link;
  for (let hop = 0; hop < MAX_HOPS; hop += 1) end = links.get(end) ?? end;
  return end;
}

function checkEntry(entry: TarEntry, folder: string, url: string): void {
  const file = path.resolve(folder, entry.name);
  const link = linkTarget(entry, folder);
  const safe = entry.kind !== 'other' && isInside(file, folder) && !isOdd(entry.name);
  if (safe && (link === null || (isInside(link, folder) && !isInside(file, link)))) return;
  throw new ProjectFailure({
    code: 'TX1503',
    message: `The tarball ${url} would write outside of its folder: ${JSON.stringify(entry.name)}${entry.link === '' ? '' : ` -> ${JSON.stringify(entry.link)}`}`,
    hint: 'Do not install it.',
  });
}

/** Where a link points to; null for what is none. Hard links name entries, symbolic links what lies beside them. */
function linkTarget({ kind, name, link }: TarEntry, folder: string): string | null {
  if (kind === 'hard-link') return path.resolve(folder, link);
  return kind === 'symbolic-link' ? path.resolve(folder, path.dirname(name), link) : null;
}

function isInside(file: string, folder: string): boolean {
  return file === folder || file.startsWith(`${folder}${path.sep}`);
}

/** Names that mean something else on another system, or that climb although they end inside. */
function isOdd(name: string): boolean {
  return name.includes('\0') || /^[\\/]|^[A-Za-z]:/.test(name) || name.split(/[\\/]/).includes('..');
}
