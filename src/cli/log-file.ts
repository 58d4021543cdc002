import { mkdirSync, openSync, statSync, renameSync, writeSync, closeSync } from 'node:fs';
import path from 'node:path';

const MAX_BYTES = 10 * 1024 * 1024;
const FLUSH_BYTES = 64 * 1024;

/** A log file that is appended to; lines are gathered and written in pieces, and at the end. */
export interface LogFile {
  write(line: string): void;
  close(): void;
}

/** Opens `<folder>/dbt.log`; one that has grown large is set aside first. Throws when it cannot be written. */
export function openLogFile(folder: string): LogFile {
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, 'dbt.log');
  setAside(file);
  const descriptor = openSync(file, 'a');
  let pending: string[] = [];
  let size = 0;
  const flush = (): void => {
    if (pending.length > 0) writeSync(descriptor, pending.join(''));
    pending = [];
    size = 0;
  };
  return {
    write(line) {
      pending.push(`${line}\n`);
      size += line.length;
      if (size > FLUSH_BYTES) flush();
    },
    close() {
      flush();
      closeSync(descriptor);
    },
  };
}

function setAside(file: string): void {
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (size > MAX_BYTES) renameSync(file, `${file}.1`);
}
