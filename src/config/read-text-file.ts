import { readFileSync } from 'node:fs';
import { ProjectFailure, type ProjectError } from '../errors/project-error.ts';

/** A file's text. Throws ProjectFailure: `missing()` when there is none, TX1105 when it cannot be read. */
export function readTextFile(file: string, missing: () => ProjectError): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (thrown) {
    const { code } = thrown as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') throw new ProjectFailure(missing());
    throw new ProjectFailure({
      code: 'TX1105',
      message: `${file} cannot be read: ${code ?? String(thrown)}`,
      hint: 'Check the rights of the file.',
      location: { file },
      cause: thrown,
    });
  }
}

/** A file's text, or null when there is none. Throws ProjectFailure TX1105 when it cannot be read. */
export function readTextFileIfAny(file: string): string | null {
  try {
    return readTextFile(file, () => ({ code: 'TX1105', message: 'missing' }));
  } catch (thrown) {
    if (thrown instanceof ProjectFailure && thrown.errors[0]?.message === 'missing') return null;
    throw thrown;
  }
}
