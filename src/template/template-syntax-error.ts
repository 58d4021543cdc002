import { codeFrame, placeOf } from '../errors/code-frame.ts';
import { ProjectFailure } from '../errors/project-error.ts';

/** Where a template's text comes from; `firstLine` is the line of its first character in the file (1-based). */
export interface Origin {
  readonly file: string;
  readonly firstLine?: number;
  /** The file's whole text, for frames of templates that are only a part of it. */
  readonly wholeSource?: string;
  /** Put before the names of macros that the template defines, which keeps them from being called by their own. */
  readonly macroPrefix?: string;
}

/** The file's line and column of an offset in a template. */
export function locate(source: string, origin: Origin, offset: number) {
  const { line, column } = placeOf(source, offset);
  return { file: origin.file, line: line + (origin.firstLine ?? 1) - 1, column };
}

/** A frame of the file around an offset in a template. */
export function frameOf(source: string, origin: Origin, offset: number): string {
  const { line, column } = placeOf(source, offset);
  const shift = (origin.firstLine ?? 1) - 1;
  return origin.wholeSource === undefined
    ? codeFrame(source, line + shift, column, 2, shift + 1)
    : codeFrame(origin.wholeSource, line + shift, column);
}

/** The failure for a template that does not follow Jinja's syntax. */
export function syntaxError(message: string, source: string, origin: Origin, offset: number): ProjectFailure {
  return new ProjectFailure({
    code: 'TX1001',
    message,
    location: locate(source, origin, offset),
    frame: frameOf(source, origin, offset),
  });
}
