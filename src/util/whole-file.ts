import { randomUUID } from 'node:crypto';
import {
  closeSync,
  fstatSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  type Stats,
} from 'node:fs';
import path from 'node:path';

/** After this long nobody writes a file any more that has not its name yet. */
const ABANDONED_MILLISECONDS = 3_600_000;

/**
 * Writes a file whole or not at all: by `write` to a name that no other process takes, then renamed. Gives what the system
 * says of the file that was written, also where another process has put its own in its place by now. What killed
 * processes left of the same file goes an hour later. Throws the system's error, and what `write` throws.
 */
export function writeWholeFile(file: string, write: (descriptor: number) => void): Stats {
  const unfinished = `${file}.${randomUUID()}.tmp`;
  const descriptor = openSync(unfinished, 'wx');
  try {
    write(descriptor);
    renameSync(unfinished, file);
    return fstatSync(descriptor);
  } catch (thrown) {
    rmSync(unfinished, { force: true });
    throw thrown;
  } finally {
    closeSync(descriptor);
    removeAbandoned(file);
  }
}

const UNFINISHED = /^\.[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\.tmp$/;

/** Where the folder cannot be listed or changed, what is left stays. */
function removeAbandoned(file: string): void {
  const folder = path.dirname(file);
  const name = path.basename(file);
  try {
    for (const each of readdirSync(folder)) {
      if (!each.startsWith(name) || !UNFINISHED.test(each.slice(name.length))) continue;
      const left = path.join(folder, each);
      const since = statSync(left, { throwIfNoEntry: false })?.mtimeMs ?? Infinity;
      if (Date.now() - since > ABANDONED_MILLISECONDS) rmSync(left, { force: true });
    }
  } catch {
    // The file itself is written.
  }
}
