import { cpSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { ProjectFailure } from '../errors/project-error.ts';
import { readTarball, type TarEntry } from './read-tarball.ts';

/** Bytes that a package may have when it is unpacked: no package comes near, and no archive can fill the disk. */
const MAX_UNPACKED_BYTES = 512 * 1024 * 1024;

/**
 * Unpacks a gzipped tar archive into a folder. Nothing is written elsewhere: absolute names, `..`, links out of the
 * archive and devices are refused, and links within it become copies, so that no later entry is written through one.
 * Throws ProjectFailure TX1501 or TX1503.
 */
export function unpackTarball(bytes: Buffer, folder: string, url: string): void {
  const entries = read(bytes, url);
  for (const entry of entries) checkEntry(entry, folder, url);
  for (const { name, kind, content } of entries) {
    const target = path.join(folder, name);
    if (kind === 'folder') mkdirSync(target, { recursive: true });
    else if (kind === 'file') {
      mkdirSync(path.dirname(target), { recursive: true });
      writeFileSync(target, content);
    }
  }
  for (const entry of entries) {
    const source = linkTarget(entry, folder);
    if (source !== null && existsSync(source)) {
      cpSync(source, path.join(folder, entry.name), { recursive: true });
    }
  }
}

function read(bytes: Buffer, url: string): readonly TarEntry[] {
  try {
    return readTarball(gunzipSync(bytes, { maxOutputLength: MAX_UNPACKED_BYTES }));
  } catch (thrown) {
    throw new ProjectFailure({
      code: 'TX1501',
      message: `The tarball ${url} cannot be unpacked: ${thrown instanceof Error ? thrown.message : String(thrown)}`,
      hint: 'A package is a .tar.gz of a folder with a dbt_project.yml.',
      cause: thrown,
    });
  }
}

function checkEntry(entry: TarEntry, folder: string, url: string): void {
  const link = linkTarget(entry, folder);
  const safe =
    entry.kind !== 'other' && isInside(path.resolve(folder, entry.name), folder) && !isOdd(entry.name);
  if (safe && (link === null || isInside(link, folder))) return;
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
