import { mkdirSync, readFileSync, statSync, writeFileSync, writeSync, type Stats } from 'node:fs';
import path from 'node:path';
import { ProjectFailure } from '../errors/project-error.ts';
import { blocksOf } from '../util/blocks-of.ts';
import { writeWholeFile } from '../util/whole-file.ts';

/** Bytes that are gathered before they are written. */
const BLOCK = 1 << 20;

/**
 * Writes a file whole or not at all, piece by piece, and gives what the system says of it. Throws ProjectFailure TX6001,
 * and what the pieces throw.
 */
export function writePieces(file: string, pieces: Iterable<string | Buffer>): Stats {
  makeFolder(path.dirname(file));
  try {
    return writeWholeFile(file, (descriptor) => writeBlocks(descriptor, pieces));
  } catch (thrown) {
    throw thrown instanceof ProjectFailure ? thrown : unwritable(file, thrown);
  }
}

function writeBlocks(descriptor: number, pieces: Iterable<string | Buffer>): void {
  for (const block of blocksOf(pieces, BLOCK)) {
    for (let at = 0; at < block.length;) at += writeSync(descriptor, block, at);
  }
}

function unwritable(file: string, thrown: unknown): unknown {
  const { code } = thrown as NodeJS.ErrnoException;
  if (code === undefined) return thrown;
  return new ProjectFailure({
    code: 'TX6001',
    message: `${file} cannot be written: ${code}`,
    hint:
      code === 'ENOSPC'
        ? 'Free space on the disk.'
        : 'Check the rights of the folder, or choose another with --target-path.',
    location: { file },
    cause: thrown,
  });
}

/** Makes a folder, with those above it, where it is not there yet. Throws ProjectFailure TX6001. */
export function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (thrown) {
    throw unwritable(folder, thrown);
  }
}

/** Writes JSON whole or not at all. Throws ProjectFailure TX6001. */
export function writeJson(file: string, value: unknown): void {
  writePieces(file, [JSON.stringify(value)]);
}

/**
 * Writes a text into a folder that is there, unless the file holds it already. Not safe against a kill: for files that
 * the next run compares and writes again. Throws ProjectFailure TX6001.
 */
export function replaceText(file: string, text: string): void {
  try {
    const size = statSync(file, { throwIfNoEntry: false })?.size;
    if (size === Buffer.byteLength(text) && readFileSync(file, 'utf8') === text) return;
    writeFileSync(file, text);
  } catch (thrown) {
    throw unwritable(file, thrown);
  }
}
