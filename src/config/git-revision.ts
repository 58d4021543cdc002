import path from 'node:path';
import { readTextFileIfAny } from './read-text-file.ts';

/** The commit that a folder's repository stands on, as hexadecimal digits; null where it is in none or has no commit. */
export function gitRevision(folder: string): string | null {
  for (let at = path.resolve(folder); ; at = path.dirname(at)) {
    const head = headOf(path.join(at, '.git'));
    if (head !== null) return head;
    if (path.dirname(at) === at) return null;
  }
}

function headOf(git: string): string | null {
  const directory = gitDirectory(git);
  const head = directory === null ? null : textOf(path.join(directory, 'HEAD'));
  if (directory === null || head === null) return null;
  const reference = /^ref: (.+)$/.exec(head)?.[1];
  if (reference === undefined) return head;
  const common = textOf(path.join(directory, 'commondir'));
  const shared = common === null ? directory : path.resolve(directory, common);
  return textOf(path.join(shared, reference)) ?? packed(shared, reference);
}

/** `.git` is a folder, or in a worktree a file that names one. */
function gitDirectory(git: string): string | null {
  if (textOf(path.join(git, 'HEAD')) !== null) return git;
  const link = /^gitdir: (.+)$/.exec(textOf(git) ?? '')?.[1];
  return link === undefined ? null : path.resolve(path.dirname(git), link);
}

function packed(directory: string, reference: string): string | null {
  const lines = (textOf(path.join(directory, 'packed-refs')) ?? '').split('\n');
  return lines.find((line) => line.endsWith(` ${reference}`))?.split(' ')[0] ?? null;
}

/** A small file's text, trimmed; null when there is none, or it is a folder. */
function textOf(file: string): string | null {
  try {
    return readTextFileIfAny(file)?.trim() ?? null;
  } catch {
    // A folder, or a repository of somebody else: the revision is then unknown.
    return null;
  }
}
