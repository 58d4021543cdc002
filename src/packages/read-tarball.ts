import { Parser, type ReadEntry } from 'tar';

/** One entry of a tar archive. `link` is what a link points to, as written. */
export interface TarEntry {
  readonly name: string;
  readonly kind: 'file' | 'folder' | 'symbolic-link' | 'hard-link' | 'other';
  readonly content: Buffer;
  readonly link: string;
}

const KINDS: Readonly<Record<string, TarEntry['kind']>> = {
  File: 'file',
  OldFile: 'file',
  ContiguousFile: 'file',
  Link: 'hard-link',
  SymbolicLink: 'symbolic-link',
  Directory: 'folder',
  GNUDumpDir: 'folder',
};

/**
 * The entries of an unzipped tar archive in order, read by the `tar` package and nothing of it written. Throws Error for
 * bytes that are no tar archive, or one that is damaged or ends early.
 */
export function readTarball(bytes: Buffer): readonly TarEntry[] {
  const entries: (() => TarEntry)[] = [];
  let fault: unknown = null;
  // The bytes are given at once, so everything is read when `end` returns.
  const parser = new Parser({ strict: true, onReadEntry: (entry) => entries.push(collected(entry)) });
  parser.on('error', (error) => (fault ??= error));
  parser.end(bytes);
  if (fault !== null) throw asError(fault);
  return entries.map((entry) => entry());
}

function collected(entry: ReadEntry): () => TarEntry {
  const parts: Buffer[] = [];
  entry.on('data', (part) => parts.push(part));
  return () => ({
    name: entry.path,
    kind: KINDS[entry.type] ?? 'other',
    content: Buffer.concat(parts),
    link: entry.linkpath ?? '',
  });
}

function asError(fault: unknown): Error {
  return fault instanceof Error ? fault : new Error(String(fault));
}
