import { closeSync, fstatSync, openSync, readSync, statSync, writeSync, type Stats } from 'node:fs';
import path from 'node:path';
import type { Manifest } from '../graph/manifest.ts';
import { manifestSections } from '../graph/manifest-json.ts';
import { nodeToJson } from '../graph/node-json.ts';
import type { CompiledFacts } from '../graph/sql-node-json.ts';
import type { Revision } from '../parse/cache/parse-cache.ts';
import { sha256 } from '../util/sha256.ts';
import {
  readManifestRecord,
  restampManifestRecord,
  writeManifestRecord,
  type ManifestRecord,
  type NodeSpan,
} from './manifest-record.ts';
import { writePieces } from './write-json.ts';

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
  const { directory, manifest, facts, revision, note } = request;
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
  const spans = new Map<string, NodeSpan>();
  const source = before === null ? null : reusableNodes(file, before, revision);
  try {
    writePieces(file, manifestPieces(manifest, facts, spans, source));
  } finally {
    source?.close();
  }
  if (revision !== null) {
    const metadataLength = Buffer.byteLength(metadata);
    writeManifestRecord(
      folder,
      { revision: revision.id, rest, stamp: stampOf(file), metadataLength, spans },
      note,
    );
  }
  return true;
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
  return sha256(JSON.stringify([[...facts], manifest.selectors, env, quoting, projectName]));
}

function stampOf(file: string): string {
  const stat = statSync(file, { throwIfNoEntry: false });
  return stat === undefined ? '' : stampText(stat);
}

function stampText({ size, mtimeMs, ctimeMs, ino }: Stats): string {
  return [size, mtimeMs, ctimeMs, ino].join(' ');
}

/** The text of a node as it stands in the document already. */
interface ReusableNodes {
  read(id: string): Buffer | null;
  close(): void;
}

/** Bytes that are read at once: nodes stand in the order in which they are asked for. */
const WINDOW = 1 << 20;

/** Nodes of a document written from the same revision, or from the one before and not changed since. */
function reusableNodes(
  file: string,
  record: ManifestRecord,
  revision: Revision | null,
): ReusableNodes | null {
  const since = revision?.since ?? null;
  const changed = record.revision === since?.id ? since.changed : new Set<string>();
  if (record.revision !== revision?.id && record.revision !== since?.id) return null;
  if (stampOf(file) !== record.stamp) return null;
  const descriptor = openSync(file, 'r');
  if (stampText(fstatSync(descriptor)) !== record.stamp) {
    closeSync(descriptor);
    return null;
  }
  let window = Buffer.alloc(0);
  let from = 0;
  return {
    read(id) {
      const span = changed.has(id) ? undefined : record.spans.get(id);
      if (span === undefined || span.hasFacts) return null;
      if (span.start < from || span.end > from + window.length) {
        window = Buffer.allocUnsafe(Math.max(WINDOW, span.end - span.start));
        from = span.start;
        window = window.subarray(0, readSync(descriptor, window, 0, window.length, from));
        if (span.end > from + window.length) return null;
      }
      return window.subarray(span.start - from, span.end - from);
    },
    close: () => closeSync(descriptor),
  };
}

/** The document in pieces; where each node stands goes into `spans`. */
function* manifestPieces(
  manifest: Manifest,
  facts: ReadonlyMap<string, CompiledFacts>,
  spans: Map<string, NodeSpan>,
  source: ReusableNodes | null,
): Generator<string | Buffer> {
  let at = 0;
  const counted = <T extends string | Buffer>(piece: T): T => {
    at += typeof piece === 'string' ? Buffer.byteLength(piece) : piece.length;
    return piece;
  };
  let opening = '{';
  for (const section of manifestSections(manifest)) {
    const head = `${opening}${JSON.stringify(section.name)}:`;
    opening = ',';
    if ('value' in section) {
      yield counted(head + JSON.stringify(section.value()));
      continue;
    }
    let comma = `${head}{`;
    for (const id of section.ids) {
      const known = facts.get(id);
      const text = (known === undefined ? source?.read(id) : null) ?? nodeText(manifest, id, known);
      if (text === null) continue;
      yield counted(`${comma}${JSON.stringify(id)}:`);
      const start = at;
      yield counted(text);
      spans.set(id, { start, end: at, hasFacts: known !== undefined });
      comma = ',';
    }
    yield counted(comma === ',' ? '}' : `${comma}}`);
  }
  yield '}';
}

function nodeText(manifest: Manifest, id: string, facts: CompiledFacts | undefined): Buffer | null {
  const node = manifest.nodes.get(id);
  return node === undefined ? null : Buffer.from(JSON.stringify(nodeToJson(node, facts)));
}
