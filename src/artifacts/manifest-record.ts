import path from 'node:path';
import { openSectionFile, writeSectionFile } from '../parse/cache/section-file.ts';
import { newInvocationId } from '../util/uuid.ts';

/** Where a node's value stands in manifest.json, in bytes. */
export interface NodeSpan {
  readonly start: number;
  readonly end: number;
  /** Whether what compiling found out stands in it. */
  readonly hasFacts: boolean;
}

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
  readonly spans: ReadonlyMap<string, NodeSpan>;
}

const WIDTH = 3;

/** A record stands in two files: a small one, and the spans, named by `spansId`, which change more seldom. */
type Head = Omit<ManifestRecord, 'spans'> & { readonly spansId: string };

const headFile = (folder: string): string => path.join(folder, 'manifest-head.bin');
const spansFile = (folder: string): string => path.join(folder, 'manifest-spans.bin');

/** Reads a record; null when there is none that can be relied on. Why is told to `note`. */
export function readManifestRecord(folder: string, note: (text: string) => void): ManifestRecord | null {
  try {
    const head = readHead(folder);
    if (head === null) return null;
    let spans: ReadonlyMap<string, NodeSpan> | undefined;
    return {
      ...head,
      get spans() {
        return (spans ??= openSpans(folder, head.spansId));
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

/** The spans of a record; none where they are of another one, or damaged: then nothing is copied. */
function openSpans(folder: string, id: string): ReadonlyMap<string, NodeSpan> {
  try {
    const sections = openSectionFile(spansFile(folder));
    if (sections === null) return new Map();
    try {
      if (sections.read('id').toString('utf8') !== id) return new Map();
      return readSpans(sections.read('ids').toString('utf8'), sections.read('spans'));
    } finally {
      sections.close();
    }
  } catch {
    return new Map();
  }
}

function readSpans(ids: string, bytes: Buffer): ReadonlyMap<string, NodeSpan> {
  const numbers = new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
  return new Map(
    (ids === '' ? [] : ids.split('\n')).map((id, index) => [
      id,
      {
        start: numbers[index * WIDTH] ?? 0,
        end: numbers[index * WIDTH + 1] ?? 0,
        hasFacts: numbers[index * WIDTH + 2] === 1,
      },
    ]),
  );
}

/** Keeps a record for the next invocation; where that fails, `note` is told. */
export function writeManifestRecord(
  folder: string,
  { spans, ...head }: ManifestRecord,
  note: (text: string) => void,
): void {
  const spansId = newInvocationId();
  const numbers = new Float64Array(spans.size * WIDTH);
  [...spans.values()].forEach(({ start, end, hasFacts }, index) =>
    numbers.set([start, end, hasFacts ? 1 : 0], index * WIDTH),
  );
  noting(note, () => {
    writeSectionFile(spansFile(folder), {
      id: [Buffer.from(spansId)],
      ids: [Buffer.from([...spans.keys()].join('\n'))],
      spans: [Buffer.from(numbers.buffer)],
    });
    writeHead(folder, { ...head, spansId });
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
  writeSectionFile(headFile(folder), { head: [Buffer.from(JSON.stringify(head))] });
}

function noting(note: (text: string) => void, work: () => void): void {
  try {
    work();
  } catch (thrown) {
    note(`The record of manifest.json cannot be written: ${String(thrown)}`);
  }
}
