import { closeSync, mkdirSync, openSync, readSync, renameSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import { crc32 } from '../../util/crc32.ts';

/** A file of named sections, each read when it is asked for. A damaged one throws `DamagedFile` at the first look. */
export interface SectionFile {
  read(name: string): Buffer;
  close(): void;
}

/** What a file holds is not what was written. */
class DamagedFile extends Error {}

/** Where a section stands, and the checksum of its bytes. */
type Place = readonly [offset: number, length: number, checksum: number];

const MAGIC = 'tx-cache';
/** Magic, then the length and the checksum of the table of sections. */
const HEAD = MAGIC.length + 8;

/** Opens a section file; null when there is none. Throws DamagedFile, or the system's error where it cannot be read. */
export function openSectionFile(file: string): SectionFile | null {
  let descriptor: number;
  try {
    descriptor = openSync(file, 'r');
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw thrown;
  }
  try {
    const head = bytesAt(descriptor, 0, HEAD);
    if (head.toString('latin1', 0, MAGIC.length) !== MAGIC) throw new DamagedFile(`${file} is no cache`);
    const length = head.readUInt32LE(MAGIC.length);
    const table = checked(bytesAt(descriptor, HEAD, length), head.readUInt32LE(MAGIC.length + 4), file);
    const places = JSON.parse(table.toString('utf8')) as Readonly<Record<string, Place>>;
    const start = HEAD + length;
    return {
      read(name) {
        const place = places[name];
        if (place === undefined) throw new DamagedFile(`${file} has no section ${name}`);
        return checked(bytesAt(descriptor, start + place[0], place[1]), place[2], file);
      },
      close: () => closeSync(descriptor),
    };
  } catch (thrown) {
    closeSync(descriptor);
    throw thrown;
  }
}

/** Writes a section file whole or not at all: to a name of its own, then renamed. Throws the system's error. */
export function writeSectionFile(file: string, sections: Readonly<Record<string, readonly Buffer[]>>): void {
  const places: Record<string, Place> = {};
  let offset = 0;
  for (const [name, parts] of Object.entries(sections)) {
    const length = parts.reduce((sum, part) => sum + part.length, 0);
    places[name] = [offset, length, parts.reduce((sum, part) => crc32(part, sum), 0)];
    offset += length;
  }
  const table = Buffer.from(JSON.stringify(places));
  const head = Buffer.alloc(HEAD);
  head.write(MAGIC, 'latin1');
  head.writeUInt32LE(table.length, MAGIC.length);
  head.writeUInt32LE(crc32(table, 0), MAGIC.length + 4);
  const temporary = `${file}.${process.pid}.tmp`;
  mkdirSync(path.dirname(file), { recursive: true });
  const descriptor = openSync(temporary, 'w');
  try {
    for (const part of [head, table, ...Object.values(sections).flat()]) writeWhole(descriptor, part);
    closeSync(descriptor);
    renameSync(temporary, file);
  } catch (thrown) {
    rmSync(temporary, { force: true });
    throw thrown;
  }
}

function writeWhole(descriptor: number, bytes: Buffer): void {
  for (let at = 0; at < bytes.length;) at += writeSync(descriptor, bytes, at, bytes.length - at);
}

function bytesAt(descriptor: number, position: number, length: number): Buffer {
  const bytes = Buffer.allocUnsafe(length);
  for (let at = 0; at < length;) {
    const count = readSync(descriptor, bytes, at, length - at, position + at);
    if (count === 0) throw new DamagedFile('the file ends too early');
    at += count;
  }
  return bytes;
}

function checked(bytes: Buffer, checksum: number, file: string): Buffer {
  if (crc32(bytes, 0) !== checksum) throw new DamagedFile(`${file} is damaged`);
  return bytes;
}
