import { closeSync, fstatSync, openSync, writeSync } from 'node:fs';
import path from 'node:path';
import type { Manifest } from '../graph/manifest.ts';
import { manifestSections } from '../graph/manifest-json.ts';
import type { CompiledFacts } from '../graph/sql-node-json.ts';
import type { Revision } from '../parse/cache/parse-cache.ts';
import { sha256 } from '../util/sha256.ts';
import { manifestDocument } from './manifest-pieces.ts';
import {
  readManifestRecord,
  restampManifestRecord,
  writeManifestRecord,
  type ManifestRecord,
  type PieceTable,
} from './manifest-record.ts';
import { writePieces } from './write-json.ts';
import {
  ManifestTornError,
  openWrittenManifest,
  stampText,
  type WrittenManifest,
} from './written-manifest.ts';

/** What manifest.json is to say, and what is known of the one that stands there. */
export interface ManifestToWrite {
  /** Where manifest.json stands. */
  readonly directory: string;
  readonly manifest: Manifest;
  /** What compiling and running found out, by unique id. */
  readonly facts: ReadonlyMap<string, CompiledFacts>;
  /** State of the parse cache that the manifest is of; null where nothing is known of earlier ones. */
  readonly revision: Revision | null;
  /** Told why nothing will be known of this one the next time. */
  readonly note: (text: string) => void;
}

/**
 * Writes manifest.json, and gives whether it had to: in one that says the same already only the metadata is made that of
 * this invocation. Nodes that did not change are copied from it as they stand. Throws ProjectFailure TX6001.
 */
export function writeManifestFile(request: ManifestToWrite): boolean {
  const { directory, manifest, revision, note } = request;
  const file = path.join(directory, 'manifest.json');
  const folder = path.join(directory, 'tx-cache');
  const before = revision === null ? null : readManifestRecord(folder, note);
  const rest = restOf(request);
  const metadata = metadataText(manifest);
  if (before !== null && before.revision === revision?.id && before.rest === rest) {
    const stamp = refreshMetadata(file, before, metadata);
    if (stamp !== null) {
      restampManifestRecord(folder, stamp, note);
      return false;
    }
  }
  const { pieces, stamp } = writeDocument(file, request, before);
  if (revision !== null) {
    const metadataLength = Buffer.byteLength(metadata);
    writeManifestRecord(folder, { revision: revision.id, rest, stamp, metadataLength, pieces }, note);
  }
  return true;
}

/** What was written: where its pieces stand, and the stamp of the file, whatever another process puts in its place. */
interface Written {
  readonly pieces: PieceTable;
  readonly stamp: string;
}

/** Writes the document, with what can be copied of the one that stands there. */
function writeDocument(
  file: string,
  { manifest, facts, revision }: ManifestToWrite,
  before: ManifestRecord | null,
): Written {
  const write = (source: WrittenManifest | null): Written => {
    const document = manifestDocument(manifest, facts, source);
    const stamp = stampText(writePieces(file, document.parts));
    return { pieces: document.table(), stamp };
  };
  const source = before === null || revision === null ? null : openWrittenManifest(file, before, revision);
  try {
    return write(source);
  } catch (thrown) {
    if (!(thrown instanceof ManifestTornError)) throw thrown;
    return write(null);
  } finally {
    source?.close();
  }
}

/** The start of the document. */
function metadataText(manifest: Manifest): string {
  const [first] = manifestSections(manifest);
  return first !== undefined && 'value' in first
    ? `{${JSON.stringify(first.name)}:${JSON.stringify(first.value())}`
    : '{';
}

/** Puts the metadata of this invocation over those of the last, which are as long; gives the new stamp, null where it cannot. */
function refreshMetadata(file: string, record: ManifestRecord, metadata: string): string | null {
  const bytes = Buffer.from(metadata);
  if (bytes.length !== record.metadataLength) return null;
  let descriptor: number;
  try {
    descriptor = openSync(file, 'r+');
  } catch {
    // Gone, or not to be changed in place: writing it anew tells which.
    return null;
  }
  try {
    if (stampText(fstatSync(descriptor)) !== record.stamp) return null;
    writeSync(descriptor, bytes, 0, bytes.length, 0);
    return stampText(fstatSync(descriptor));
  } finally {
    closeSync(descriptor);
  }
}

/** Stands for all that the document says and the parse cache does not know. */
function restOf({ manifest, facts }: ManifestToWrite): string {
  const { env, quoting, projectName } = manifest.metadata;
  // Nodes are compiled in whatever order they get their turn.
  const inOrder = [...facts].sort(([a], [b]) => (a < b ? -1 : 1));
  return sha256(JSON.stringify([inOrder, manifest.selectors, env, quoting, projectName]));
}
