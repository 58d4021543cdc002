import { existsSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';

/** How long nobody must have written to a stage before it counts as left by a run that died. */
const ABANDONED_MILLISECONDS = 3_600_000;

/**
 * Puts a file or folder in the place of another. A file takes the other's name in one step; for a folder the old one is
 * moved aside first, and back when the new one cannot take its place. Stages of runs that died are removed.
 */
export function publishFile(from: string, to: string): void {
  if (!existsSync(to) || !isFolder(to)) {
    if (existsSync(to) && isFolder(from)) rmSync(to);
    renameSync(from, to);
  } else {
    const aside = `${from}__old`;
    renameSync(to, aside);
    try {
      renameSync(from, to);
    } catch (error) {
      renameSync(aside, to);
      throw error;
    }
    rmSync(aside, { recursive: true, force: true });
  }
  removeAbandoned(to);
}

function isFolder(file: string): boolean {
  return statSync(file).isDirectory();
}

function removeAbandoned(to: string): void {
  const folder = path.dirname(to);
  const prefix = `${path.basename(to)}__tx_`;
  for (const name of readdirSync(folder).filter((entry) => entry.startsWith(prefix))) {
    const stage = path.join(folder, name);
    const age = Date.now() - (statSync(stage, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
    if (age > ABANDONED_MILLISECONDS) rmSync(stage, { recursive: true, force: true });
  }
}
