import { randomUUID } from 'node:crypto';
import { existsSync, linkSync, rmSync } from 'node:fs';

/**
 * Makes the database file where there is none: whole, under another name, and only then by its own. DuckDB itself makes
 * an empty file and fills it later; a process that opens the file in between, and every one after a kill in between,
 * would be told that it is no database. Where this cannot be done (a file system without hard links, a link that leads
 * nowhere, a place that cannot be written), the file is left for DuckDB to make as it opens it, which also says what is
 * wrong with the place. A process killed before the file has its name leaves `FILE.tx-new-UUID`, of a few kilobytes.
 */
export async function makeNewFile(file: string, make: (file: string) => Promise<void>): Promise<void> {
  if (file === ':memory:' || existsSync(file)) return;
  const unfinished = `${file}.tx-new-${randomUUID()}`;
  try {
    try {
      await make(unfinished);
      // Unlike a rename, a link never takes the place of a file that another process has made meanwhile.
      linkSync(unfinished, file);
    } finally {
      rmSync(unfinished, { force: true });
    }
  } catch {
    // Another process was faster, or no file can be made here.
  }
}
