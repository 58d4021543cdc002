import { readFileSync, statSync, type Stats } from 'node:fs';
import type { ProjectFile } from '../project-file.ts';
import { sha256 } from '../../util/sha256.ts';

/** What tells a file's state without reading it: size, times of change, inode; and its content's SHA-256. */
export interface FileStamp {
  readonly size: number;
  /** Milliseconds since the epoch; -1 where the file changed too short before it was looked at to trust its stamp. */
  readonly modified: number;
  readonly changed: number;
  readonly inode: number;
  /** Null for seeds, whose content is not kept in mind. */
  readonly hash: string | null;
}

/** What the file system says of files before any of them is read; nothing of one that is gone. */
export type FileStats = ReadonlyMap<ProjectFile, Stats>;

/** Within this time a clock of the file system may not tell two writes apart. Milliseconds. */
const TICK = 50;

/** Looks at all files. */
export function statFiles(files: readonly ProjectFile[]): FileStats {
  const stats = new Map<ProjectFile, Stats>();
  for (const file of files) {
    const stat = statSync(file.absolutePath, { throwIfNoEntry: false });
    if (stat !== undefined) stats.set(file, stat);
  }
  return stats;
}

/** The stamp of a file by what was seen before it was read, and by its text; null for one that was gone. */
export function stampOf(file: ProjectFile, text: string, stats: FileStats): FileStamp | null {
  const stat = stats.get(file);
  if (stat === undefined) return null;
  return { ...stampWithoutHash(stat), hash: file.kind === 'seed' ? null : sha256(text) };
}

/** The stamp of a file with a known content. */
export function restamp(file: ProjectFile, before: FileStamp, stats: FileStats): FileStamp {
  const stat = stats.get(file);
  return stat === undefined ? before : { ...stampWithoutHash(stat), hash: before.hash };
}

function stampWithoutHash({ size, mtimeMs, ctimeMs, ino }: Stats): Omit<FileStamp, 'hash'> {
  const isSettled = Date.now() - Math.max(mtimeMs, ctimeMs) > TICK;
  return { size, modified: isSettled ? mtimeMs : -1, changed: ctimeMs, inode: ino };
}

/** How a file stands to an earlier stamp: the same by its stamp, touched but with the same content, or changed. */
export function compareStamp(
  file: ProjectFile,
  before: FileStamp,
  stats: FileStats,
): 'same' | 'touched' | 'changed' {
  const stat = stats.get(file);
  if (stat === undefined || stat.size !== before.size) return 'changed';
  const isSame =
    stat.mtimeMs === before.modified && stat.ctimeMs === before.changed && stat.ino === before.inode;
  if (isSame) return 'same';
  if (before.hash === null) return 'changed';
  return sha256(readFileSync(file.absolutePath, 'utf8')) === before.hash ? 'touched' : 'changed';
}
