import { codeFrame, placeOf } from '../errors/code-frame.ts';
import { suggest } from '../errors/did-you-mean.ts';
import type { ProjectError } from '../errors/project-error.ts';

/** The text that a warning is about. */
export interface WarnedText {
  readonly uniqueId: string;
  readonly displayPath: string;
  readonly rawCode: string;
  readonly firstLine: number;
}

/** Warns of a name that a text calls although nothing has it: it gives nothing while parsing, and fails later. */
export function undefinedCall(text: WarnedText, name: string, known: Iterable<string>): ProjectError {
  const near = suggest(name, known);
  return {
    code: 'TX1222',
    message: `'${name}' is undefined: ${text.displayPath} calls it, and will fail when it is compiled`,
    hint: near
      ? `Did you mean '${near}'?`
      : 'Write a macro of this name, or install its package with tx deps.',
    ...placedIn(text, new RegExp(`\\b${name}\\b`)),
    nodeId: text.uniqueId,
    missing: { kind: 'macro', name },
  };
}

/** File, line and frame of the first match in a text; the file alone where nothing matches. */
export function placedIn(
  { displayPath, rawCode, firstLine }: WarnedText,
  pattern: RegExp,
): Pick<ProjectError, 'location' | 'frame'> {
  const at = rawCode.search(pattern);
  if (at < 0) return { location: { file: displayPath } };
  const { line, column } = placeOf(rawCode, at);
  const number = line + firstLine - 1;
  return {
    location: { file: displayPath, line: number, column },
    frame: codeFrame(rawCode, number, column, 2, firstLine),
  };
}
