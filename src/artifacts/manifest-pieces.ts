import type { Manifest } from '../graph/manifest.ts';
import { manifestSections } from '../graph/manifest-json.ts';
import { nodeToJson } from '../graph/node-json.ts';
import type { CompiledFacts } from '../graph/sql-node-json.ts';
import type { PieceTable } from './manifest-record.ts';
import type { WrittenManifest } from './written-manifest.ts';

/** A document on its way to the file. */
export interface ManifestDocument {
  /** The document in parts; each is only good until the next is asked for. */
  readonly parts: Iterable<string | Buffer>;
  /** Where its pieces stand, once all parts were asked for. */
  readonly table: () => PieceTable;
}

/**
 * The text of manifest.json. What `source` has already is copied from there, with all that stands between pieces that
 * were neighbours before; `facts` is what compiling and running found out, by unique id.
 */
export function manifestDocument(
  manifest: Manifest,
  facts: ReadonlyMap<string, CompiledFacts>,
  source: WrittenManifest | null,
): ManifestDocument {
  const keys: string[] = [];
  const numbers: number[] = [];
  const table = (): PieceTable => ({ keys, numbers: Float64Array.from(numbers) });
  const parts = documentParts(manifest, facts, source, (key, start, end, hasFacts) => {
    keys.push(key);
    numbers.push(start, end, hasFacts ? 1 : 0);
  });
  return { parts, table };
}

type Note = (key: string, start: number, end: number, hasFacts: boolean) => void;

/** A piece, and what stands before it where its neighbour is not the one it had. */
interface Piece {
  readonly key: string;
  readonly before: () => string;
  readonly text: () => string;
  readonly hasFacts: boolean;
}

function* documentParts(
  manifest: Manifest,
  facts: ReadonlyMap<string, CompiledFacts>,
  source: WrittenManifest | null,
  note: Note,
): Generator<string | Buffer> {
  const closing = { text: '' };
  let at = 0;
  // Neighbouring pieces are copied as one: `last` is the index of the latest.
  let copied = { start: 0, end: 0, last: -2 };
  const flush = (): Iterable<Buffer> => source?.copy(copied.start, copied.end) ?? [];
  for (const piece of piecesOf(manifest, facts, closing)) {
    const index = piece.hasFacts ? -1 : (source?.find(piece.key) ?? -1);
    if (source !== null && index >= 0) {
      const [start, end] = [source.start(index), source.end(index)];
      if (index === copied.last + 1) at += end - copied.end;
      else {
        if (copied.last >= 0) yield* flush();
        const before = piece.before();
        yield before;
        at += Buffer.byteLength(before) + end - start;
        copied = { start, end, last: index };
      }
      copied.end = end;
      copied.last = index;
      note(piece.key, at - (end - start), at, false);
      continue;
    }
    if (copied.last >= 0) yield* flush();
    copied = { start: 0, end: 0, last: -2 };
    const before = piece.before();
    yield before;
    const text = piece.text();
    yield text;
    const length = Buffer.byteLength(text);
    at += Buffer.byteLength(before) + length;
    note(piece.key, at - length, at, piece.hasFacts);
  }
  if (copied.last >= 0) yield* flush();
  yield `${closing.text}}`;
}

/** The pieces in their order; what closes the sections behind the last goes into `closing`. */
function* piecesOf(
  manifest: Manifest,
  facts: ReadonlyMap<string, CompiledFacts>,
  closing: { text: string },
): Generator<Piece> {
  let waiting = '';
  let opening = '{';
  for (const section of manifestSections(manifest)) {
    waiting += `${opening}${JSON.stringify(section.name)}:`;
    opening = ',';
    if ('value' in section) {
      const before = waiting;
      waiting = '';
      yield {
        key: `#${section.name}`,
        before: () => before,
        text: () => JSON.stringify(section.value()),
        hasFacts: false,
      };
      continue;
    }
    waiting += '{';
    for (const id of section.ids) {
      const before = waiting;
      waiting = ',';
      yield {
        key: id,
        before: () => `${before}${JSON.stringify(id)}:`,
        text: () => nodeText(manifest, id, facts.get(id)),
        hasFacts: facts.has(id),
      };
    }
    waiting = waiting === ',' ? '}' : `${waiting}}`;
  }
  closing.text = waiting;
}

function nodeText(manifest: Manifest, id: string, facts: CompiledFacts | undefined): string {
  const node = manifest.nodes.get(id);
  if (node === undefined) throw new Error(`${id} is no node of the manifest`);
  return JSON.stringify(nodeToJson(node, facts));
}
