import type { ProjectError } from '../errors/project-error.ts';
import { ProjectFailure } from '../errors/project-error.ts';
import { readProjectFile } from './discover.ts';
import type { ProjectFile } from './project-file.ts';

/** A file with its text. Seeds are not read here: their text is empty. */
export interface SourceFile {
  readonly file: ProjectFile;
  readonly text: string;
}

/** The files with their texts; what cannot be read is among the errors. */
export function readFiles(discovered: readonly ProjectFile[]): {
  readonly files: readonly SourceFile[];
  readonly errors: readonly ProjectError[];
} {
  const errors: ProjectError[] = [];
  const files: SourceFile[] = [];
  for (const file of discovered) {
    try {
      files.push({ file, text: file.kind === 'seed' ? '' : readProjectFile(file) });
    } catch (thrown) {
      if (!(thrown instanceof ProjectFailure)) throw thrown;
      errors.push(...thrown.errors);
    }
  }
  return { files, errors };
}
