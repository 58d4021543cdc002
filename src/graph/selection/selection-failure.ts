import type { ErrorCode } from '../../errors/codes.ts';
import { suggest } from '../../errors/did-you-mean.ts';
import { ProjectFailure } from '../../errors/project-error.ts';

/** The failure of a selection; with `candidates` its hint names the one nearest to `name`. */
export function selectionFailure(
  code: ErrorCode,
  message: string,
  near?: { readonly name: string; readonly candidates: Iterable<string> },
): ProjectFailure {
  const suggestion = near === undefined ? null : suggest(near.name, near.candidates);
  return new ProjectFailure({
    code,
    message,
    ...(suggestion !== null && { hint: `Did you mean '${suggestion}'?` }),
  });
}
