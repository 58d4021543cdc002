import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ProjectFailure } from '../errors/project-error.ts';

/** Writes a file whole or not at all: to a name of its own, then renamed. Throws ProjectFailure TX6001. */
function writeFileAtomically(file: string, text: string): void {
  const temporary = `${file}.${process.pid}.tmp`;
  try {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(temporary, text);
    renameSync(temporary, file);
  } catch (thrown) {
    rmSync(temporary, { force: true });
    throw unwritable(file, thrown);
  }
}

function unwritable(file: string, thrown: unknown): ProjectFailure {
  const { code } = thrown as NodeJS.ErrnoException;
  return new ProjectFailure({
    code: 'TX6001',
    message: `${file} cannot be written: ${code ?? String(thrown)}`,
    hint:
      code === 'ENOSPC'
        ? 'Free space on the disk.'
        : 'Check the rights of the folder, or choose another with --target-path.',
    location: { file },
    cause: thrown,
  });
}

/** Makes a folder, with those above it, where it is not there yet. Throws ProjectFailure TX6001. */
export function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (thrown) {
    throw unwritable(folder, thrown);
  }
}

/** Writes JSON whole or not at all. */
export function writeJson(file: string, value: unknown): void {
  writeFileAtomically(file, JSON.stringify(value));
}

/** Writes a text only when the file does not hold it already. */
export function writeIfChanged(file: string, text: string): void {
  if (existsSync(file) && readFileSync(file, 'utf8') === text) return;
  writeFileAtomically(file, text);
}
