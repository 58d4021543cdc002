import { openSectionFile, writeSectionFile } from '../parse/cache/section-file.ts';

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
  readonly spans: ReadonlyMap<string, NodeSpan>;
}

const WIDTH = 3;

/** Reads a record; null when there is none that can be relied on. Why is told to `note`. */
export function readManifestRecord(file: string, note: (text: string) => void): ManifestRecord | null {
  try {
    const sections = openSectionFile(file);
    if (sections === null) return null;
    const head = JSON.parse(sections.read('head').toString('utf8')) as Omit<ManifestRecord, 'spans'>;
    let spans: ReadonlyMap<string, NodeSpan> | undefined;
    return {
      ...head,
      get spans() {
        return (spans ??= readSpans(sections.read('ids').toString('utf8'), sections.read('spans')));
      },
    };
  } catch (thrown) {
    note(`The record of manifest.json cannot be used: ${String(thrown)}`);
    return null;
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
  file: string,
  { spans, ...head }: ManifestRecord,
  note: (text: string) => void,
): void {
  try {
    const numbers = new Float64Array(spans.size * WIDTH);
    [...spans.values()].forEach(({ start, end, hasFacts }, index) =>
      numbers.set([start, end, hasFacts ? 1 : 0], index * WIDTH),
    );
    writeSectionFile(file, {
      head: [Buffer.from(JSON.stringify(head))],
      ids: [Buffer.from([...spans.keys()].join('\n'))],
      spans: [Buffer.from(numbers.buffer)],
    });
  } catch (thrown) {
    note(`The record of manifest.json cannot be written: ${String(thrown)}`);
  }
}
