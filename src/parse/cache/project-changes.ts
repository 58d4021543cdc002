import type { Project } from '../../config/project.ts';
import { sha256 } from '../../util/sha256.ts';
import type { ProjectFile } from '../project-file.ts';
import { readValue, type Read } from '../read-log.ts';
import { compareStamp, type FileStats } from './file-stamps.ts';
import type { ProjectState } from './stored-project.ts';

/** How a project differs from what is stored of it, as indexes of files. */
export interface ProjectChanges {
  /** Files with another content. */
  readonly changed: readonly number[];
  /** Files whose templates read something that has another value now; -1 for the hooks of dbt_project.yml. */
  readonly readers: readonly number[];
  /** Whether a file has another stamp and the same content. */
  readonly isTouched: boolean;
  /** Whether something that is read has another value than the last time. */
  readonly isReread: boolean;
}

/** A file's name in the cache: one path may be a property file and a model. */
export function fileKey(file: ProjectFile): string {
  return `${file.kind} ${file.packageName} ${file.originalFilePath}`;
}

/** A read's value as it is kept: what an environment holds is nobody's business. Empty for what is never the same. */
export function storedValue(project: Project, read: Read): string {
  const value = readValue(project, read);
  return value === null ? '' : sha256(value).slice(0, 16);
}

/** What changed since the project was stored; null when files came or went. Without `stats` no file changed. */
export function projectChanges(
  state: ProjectState,
  project: Project,
  files: readonly ProjectFile[],
  stats: FileStats | null,
): ProjectChanges | null {
  if (files.length !== state.files.length) return null;
  const changed: number[] = [];
  let isTouched = false;
  for (const [index, file] of files.entries()) {
    const stamp = state.stamps[index];
    if (fileKey(file) !== state.files[index] || stamp === undefined) return null;
    const verdict = stats === null ? 'same' : compareStamp(file, stamp, stats);
    if (verdict === 'changed') changed.push(index);
    if (verdict === 'touched') isTouched = true;
  }
  const readers = new Set<number>();
  let isReread = false;
  for (const [file, read, value] of state.reads) {
    const isSame = storedValue(project, read) === value;
    if (!isSame) isReread = true;
    if (!isSame || read.kind === 'invocation') readers.add(file);
  }
  return { changed, readers: [...readers], isTouched, isReread };
}
