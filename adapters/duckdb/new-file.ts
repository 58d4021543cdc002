import { randomUUID } from 'node:crypto';
import { existsSync, linkSync, readdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';

const SUFFIX = '.new';
const ABANDONED_MILLISECONDS = 3_600_000;

/**
 * Makes the database file where there is none: whole, under another name, and only then by its own. DuckDB itself makes
 * an empty file and fills it later; a process that opens the file in between, and every one after a kill in between,
 * would be told that it is no database. Where this cannot be done, the file is left for DuckDB to make as it opens it,
 * which also says what is wrong with the place.
 */
export async function makeNewFile(file: string, make: (file: string) => Promise<void>): Promise<void> {
  if (file === ':memory:' || existsSync(file)) return;
  const unfinished = `${file}.${randomUUID()}${SUFFIX}`;
  try {
    await make(unfinished);
    // Unlike a rename, a link never takes the place of a file that another process has made meanwhile.
    linkSync(unfinished, file);
  } catch {
    // Another process was faster, or no file can be made here.
  } finally {
    rmSync(unfinished, { force: true });
    removeAbandoned(file);
  }
}

/** What processes that were killed here have left; where the folder cannot be listed or changed, it stays. */
function removeAbandoned(file: string): void {
  const folder = path.dirname(file);
  try {
    for (const name of readdirSync(folder)) {
      if (!name.startsWith(`${path.basename(file)}.`) || !name.endsWith(SUFFIX)) continue;
      const each = path.join(folder, name);
      const since = statSync(each, { throwIfNoEntry: false })?.mtimeMs ?? Infinity;
      if (Date.now() - since > ABANDONED_MILLISECONDS) rmSync(each, { force: true });
    }
  } catch {
    // The database is opened all the same.
  }
}
