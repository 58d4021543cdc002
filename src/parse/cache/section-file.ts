import { createHash } from 'node:crypto';
import { closeSync, fstatSync, mkdirSync, openSync, readSync, writeSync } from 'node:fs';
import path from 'node:path';
import { blocksOf } from '../../util/blocks-of.ts';
import { writeWholeFile } from '../../util/whole-file.ts';

/** A file of named sections, each read when it is asked for. What is damaged throws `DamagedFile` when it is looked at. */
export interface SectionFile {
  /** A whole section. */
  read(name: string): Buffer;
  /** Bytes of a section from `start` to before `end`; only what stands around them is read. */
  slice(name: string, start: number, end: number): Buffer;
  close(): void;
}

/** What a file holds is not what was written. */
export class DamagedFile extends Error {}

/** Where a section stands, and the checksums of its blocks, one behind the other. */
interface Place {
  readonly offset: number;
  readonly length: number;
  readonly checksums: string;
}

const MAGIC = 'tx-cache';
/** Characters of a checksum. */
const CHECKSUM = 16;
/** Magic, then offset, length and checksum of the table of sections. */
const HEAD = MAGIC.length + 12 + CHECKSUM;
/** Bytes of a section that are read and checked together, and kept for the next looks. */
const BLOCK = 1 << 14;
/** Bytes that are gathered before they are written: whole blocks. */
const GATHERED = BLOCK * 16;

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
    const places = readTable(descriptor, file);
    const placeOf = (name: string): Place => {
      const place = places[name];
      if (place === undefined) throw new DamagedFile(`${file} has no section ${name}`);
      return place;
    };
    const known = new Map<string, (Buffer | undefined)[]>();
    const blocksOfSection = (name: string): ((index: number) => Buffer) => {
      const place = placeOf(name);
      const blocks = known.get(name) ?? [];
      known.set(name, blocks);
      return (index) => (blocks[index] ??= readBlock(descriptor, place, index, file));
    };
    return {
      read: (name) => readSection(descriptor, placeOf(name), file),
      slice: (name, start, end) => sliceOf(blocksOfSection(name), start, end),
      close: () => closeSync(descriptor),
    };
  } catch (thrown) {
    closeSync(descriptor);
    throw thrown;
  }
}

function readTable(descriptor: number, file: string): Readonly<Record<string, Place>> {
  const head = bytesAt(descriptor, 0, HEAD);
  if (head.toString('latin1', 0, MAGIC.length) !== MAGIC) throw new DamagedFile(`${file} is no cache`);
  const offset = head.readDoubleLE(MAGIC.length);
  const length = head.readUInt32LE(MAGIC.length + 8);
  if (!(offset + length <= fstatSync(descriptor).size)) throw new DamagedFile(`${file} ends too early`);
  const table = bytesAt(descriptor, offset, length);
  check(table, head.toString('latin1', MAGIC.length + 12), file);
  return JSON.parse(table.toString('utf8')) as Readonly<Record<string, Place>>;
}

function readSection(descriptor: number, { offset, length, checksums }: Place, file: string): Buffer {
  const bytes = bytesAt(descriptor, offset, length);
  if (checksumsOf(bytes) !== checksums) throw damaged(file);
  return bytes;
}

function readBlock(descriptor: number, place: Place, index: number, file: string): Buffer {
  const { offset, length, checksums } = place;
  const bytes = bytesAt(descriptor, offset + index * BLOCK, Math.min(BLOCK, length - index * BLOCK));
  check(bytes, checksums.slice(index * CHECKSUM, (index + 1) * CHECKSUM), file);
  return bytes;
}

function sliceOf(block: (index: number) => Buffer, start: number, end: number): Buffer {
  const parts: Buffer[] = [];
  for (let index = Math.floor(start / BLOCK); index * BLOCK < end; index += 1) {
    const from = index * BLOCK;
    parts.push(block(index).subarray(Math.max(0, start - from), end - from));
  }
  const [only] = parts;
  return only !== undefined && parts.length === 1 ? only : Buffer.concat(parts);
}

/**
 * Writes a section file whole or not at all. The sections are gone through in their order, each when its turn comes.
 * Throws the system's error.
 */
export function writeSectionFile(
  file: string,
  sections: Readonly<Record<string, Iterable<string | Buffer>>>,
): void {
  mkdirSync(path.dirname(file), { recursive: true });
  writeWholeFile(file, (descriptor) => writeSections(descriptor, sections));
}

function writeSections(
  descriptor: number,
  sections: Readonly<Record<string, Iterable<string | Buffer>>>,
): void {
  const places: Record<string, Place> = {};
  let offset = HEAD;
  for (const [name, pieces] of Object.entries(sections)) {
    const from = offset;
    let checksums = '';
    for (const gathered of blocksOf(pieces, GATHERED)) {
      writeWhole(descriptor, gathered, offset);
      checksums += checksumsOf(gathered);
      offset += gathered.length;
    }
    places[name] = { offset: from, length: offset - from, checksums };
  }
  const table = Buffer.from(JSON.stringify(places));
  writeWhole(descriptor, table, offset);
  const head = Buffer.alloc(HEAD);
  head.write(MAGIC, 'latin1');
  head.writeDoubleLE(offset, MAGIC.length);
  head.writeUInt32LE(table.length, MAGIC.length + 8);
  head.write(checksum(table), MAGIC.length + 12, 'latin1');
  writeWhole(descriptor, head, 0);
}

function writeWhole(descriptor: number, bytes: Buffer, position: number): void {
  for (let at = 0; at < bytes.length;)
    at += writeSync(descriptor, bytes, at, bytes.length - at, position + at);
}

function bytesAt(descriptor: number, position: number, length: number): Buffer {
  const bytes = Buffer.allocUnsafeSlow(length);
  for (let at = 0; at < length;) {
    const count = readSync(descriptor, bytes, at, length - at, position + at);
    if (count === 0) throw new DamagedFile('a cache file ends too early');
    at += count;
  }
  return bytes;
}

function check(bytes: Buffer, wanted: string, file: string): void {
  if (checksum(bytes) !== wanted) throw damaged(file);
}

function damaged(file: string): DamagedFile {
  return new DamagedFile(`${file} is damaged`);
}

/** Of bytes that begin with a block. */
function checksumsOf(bytes: Buffer): string {
  let checksums = '';
  for (let at = 0; at < bytes.length; at += BLOCK) checksums += checksum(bytes.subarray(at, at + BLOCK));
  return checksums;
}

/** Of the module that is loaded anyway: one for checksums alone would cost more than they do. */
function checksum(bytes: Buffer): string {
  return createHash('sha1').update(bytes).digest('hex').slice(0, CHECKSUM);
}
