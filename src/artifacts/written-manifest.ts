import { closeSync, fstatSync, openSync, readSync, type Stats } from 'node:fs';
import type { Revision } from '../parse/cache/parse-cache.ts';
import { PIECE_WIDTH, type ManifestRecord, type PieceTable } from './manifest-record.ts';

/** The manifest.json that stands there, as far as it says what the next one is to say. */
export interface WrittenManifest {
  /** Index of the piece of a key where it may be copied; -1 where it may not. Ask in the order of the document. */
  find(key: string): number;
  start(index: number): number;
  end(index: number): number;
  /** Bytes of the document; each part is only good until the next is asked for. Throws ManifestTornError. */
  copy(start: number, end: number): Iterable<Buffer>;
  close(): void;
}

/** A manifest.json became shorter while it was copied. */
export class ManifestTornError extends Error {}

/** Bytes that are read at once. */
const WINDOW = 1 << 20;

/** Opens a document that is of the same revision or of the one before; null where nothing of it can be copied. */
export function openWrittenManifest(
  file: string,
  record: ManifestRecord,
  revision: Revision,
): WrittenManifest | null {
  if (record.revision !== revision.id && record.revision !== revision.since?.id) return null;
  const descriptor = openReadable(file);
  if (descriptor === null) return null;
  if (stampText(fstatSync(descriptor)) !== record.stamp) {
    closeSync(descriptor);
    return null;
  }
  const { pieces } = record;
  const indexOf = inOrder(pieces);
  const isKept = keptPieces(record, revision);
  const number = (index: number, which: number): number => pieces.numbers[index * PIECE_WIDTH + which] ?? 0;
  return {
    find(key) {
      const index = indexOf(key);
      return index >= 0 && isKept(key) && number(index, 2) === 0 ? index : -1;
    },
    start: (index) => number(index, 0),
    end: (index) => number(index, 1),
    copy: (start, end) => bytesOf(descriptor, start, end),
    close: () => closeSync(descriptor),
  };
}

/** Size, times and inode of a file: what tells it from another in its place. */
export function stampText({ size, mtimeMs, ctimeMs, ino }: Stats): string {
  return [size, mtimeMs, ctimeMs, ino].join(' ');
}

function openReadable(file: string): number | null {
  try {
    return openSync(file, 'r');
  } catch {
    // There is none, or none that can be read: then all of it is written anew.
    return null;
  }
}

/** Finds indexes of keys; a key that comes behind the one before costs no look-up. */
function inOrder({ keys }: PieceTable): (key: string) => number {
  let next = 0;
  let indexes: ReadonlyMap<string, number> | undefined;
  return (key) => {
    if (keys[next] !== key) {
      indexes ??= new Map(keys.map((each, index) => [each, index]));
      const index = indexes.get(key);
      if (index === undefined) return -1;
      next = index;
    }
    next += 1;
    return next - 1;
  };
}

/** Tells which pieces say the same now, those with facts of compiling aside. */
function keptPieces(record: ManifestRecord, { id, since }: Revision): (key: string) => boolean {
  const sections = new Set(['#macros', '#docs', '#groups', '#disabled']);
  const changes = record.revision === id ? null : since;
  if (changes?.keepsParents !== false) sections.add('#parent_map').add('#child_map');
  if (changes?.keepsGroups !== false) sections.add('#group_map');
  return (key) => (key.startsWith('#') ? sections.has(key) : changes?.changed.has(key) !== true);
}

function* bytesOf(descriptor: number, start: number, end: number): Generator<Buffer> {
  const window = Buffer.allocUnsafeSlow(Math.min(WINDOW, end - start));
  for (let at = start; at < end;) {
    const count = readSync(descriptor, window, 0, Math.min(window.length, end - at), at);
    if (count === 0) throw new ManifestTornError('manifest.json became shorter while it was copied');
    at += count;
    yield window.subarray(0, count);
  }
}
