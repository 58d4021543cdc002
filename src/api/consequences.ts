import path from 'node:path';
import type { ProjectError } from '../errors/project-error.ts';

/**
 * Errors without those that say only that something is missing which stands in a broken file: the fault of that file is
 * the one to mend. `broken` are the errors of files that could not be parsed; nothing is left out when there are none.
 */
export function withoutConsequences(
  errors: readonly ProjectError[],
  broken: readonly ProjectError[],
): readonly ProjectError[] {
  if (broken.length === 0) return errors;
  const files = broken.flatMap(({ location }) => location?.file ?? []);
  const nodes = new Set(files.filter((file) => !/\.ya?ml$/.test(file)).map((file) => path.parse(file).name));
  return errors.filter(({ missing }) => {
    if (missing === undefined) return true;
    if (missing.kind === 'macro') return nodes.size === 0;
    return !nodes.has(missing.name);
  });
}
