import path from 'node:path';
import { openSectionFile, writeSectionFile } from '../parse/cache/section-file.ts';
import { bytesOfNumbers, numbersOfBytes } from '../util/number-bytes.ts';
import { newInvocationId } from '../util/uuid.ts';

/** Where the pieces of a manifest.json stand: values of nodes by unique id, and of sections by `#` and their name. */
export interface PieceTable {
  /** In the order of the document. */
  readonly keys: readonly string[];
  /** Of each piece, in bytes: its start, its end, and 1 where what compiling found out stands in it. */
  readonly numbers: Float64Array;
}

/** Numbers that a table has of a piece. */
export const PIECE_WIDTH = 3;

/** What is known of the manifest.json that was written last. */
export interface ManifestRecord {
  /** State of the parse cache that it is of. */
  readonly revision: string;
  /** Stands for what else it says. */
  readonly rest: string;
  /** Size, times and inode of the file. */
  readonly stamp: string;
  /** Bytes from the start of the file to the end of its metadata. */
  readonly metadataLength: number;
  /** Empty where it cannot be relied on. */
  readonly pieces: PieceTable;
}

/** A record stands in two files: a small one, and the pieces, named by `piecesId`, which change more seldom. */
type Head = Omit<ManifestRecord, 'pieces'> & { readonly piecesId: string };

const headFile = (folder: string): string => path.join(folder, 'manifest-head.bin');
const piecesFile = (folder: string): string => path.join(folder, 'manifest-pieces.bin');

const NO_PIECES: PieceTable = { keys: [], numbers: new Float64Array() };

/** Reads a record; null when there is none that can be relied on. Why is told to `note`. */
export function readManifestRecord(folder: string, note: (text: string) => void): ManifestRecord | null {
  try {
    const head = readHead(folder);
    if (head === null) return null;
    let pieces: PieceTable | undefined;
    return {
      ...head,
      get pieces() {
        return (pieces ??= readPieces(folder, head.piecesId, note));
      },
    };
  } catch (thrown) {
    note(`The record of manifest.json cannot be used: ${String(thrown)}`);
    return null;
  }
}

function readHead(folder: string): Head | null {
  const sections = openSectionFile(headFile(folder));
  if (sections === null) return null;
  try {
    return JSON.parse(sections.read('head').toString('utf8')) as Head;
  } finally {
    sections.close();
  }
}

/** The pieces of a record; none where they are of another one, or damaged: then nothing is copied. */
function readPieces(folder: string, id: string, note: (text: string) => void): PieceTable {
  try {
    const sections = openSectionFile(piecesFile(folder));
    if (sections === null) return NO_PIECES;
    try {
      if (sections.read('id').toString('utf8') !== id) return NO_PIECES;
      return {
        keys: sections.read('keys').toString('utf8').split('\n'),
        numbers: numbersOfBytes(sections.read('numbers')),
      };
    } finally {
      sections.close();
    }
  } catch (thrown) {
    note(`Nothing of manifest.json can be copied: ${String(thrown)}`);
    return NO_PIECES;
  }
}

/** Keeps a record for the next invocation; where that fails, `note` is told. */
export function writeManifestRecord(
  folder: string,
  { pieces, ...head }: ManifestRecord,
  note: (text: string) => void,
): void {
  const piecesId = newInvocationId();
  noting(note, () => {
    writeSectionFile(piecesFile(folder), {
      id: [piecesId],
      keys: [pieces.keys.join('\n')],
      numbers: [bytesOfNumbers(pieces.numbers)],
    });
    writeHead(folder, { ...head, piecesId });
  });
}

/** Keeps that manifest.json has other metadata and the same length. */
export function restampManifestRecord(folder: string, stamp: string, note: (text: string) => void): void {
  noting(note, () => {
    const head = readHead(folder);
    if (head !== null) writeHead(folder, { ...head, stamp });
  });
}

function writeHead(folder: string, head: Head): void {
  writeSectionFile(headFile(folder), { head: [JSON.stringify(head)] });
}

function noting(note: (text: string) => void, work: () => void): void {
  try {
    work();
  } catch (thrown) {
    note(`The record of manifest.json cannot be written: ${String(thrown)}`);
  }
}
