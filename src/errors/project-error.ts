import type { ErrorCode } from './codes.ts';

/** A place in a file of the project: `line` and `column` are 1-based, `file` is relative to the project root. */
export interface SourceLocation {
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
}

/** One fault of a project, its input or its warehouse, as a value: what, where, and the way out. */
export interface ProjectError {
  /** Permanent code, a key of the code registry, e.g. `TX1203`. */
  readonly code: ErrorCode;
  /** What is wrong, in one sentence (may go on over further lines). */
  readonly message: string;
  /** What to do about it. */
  readonly hint?: string;
  readonly location?: SourceLocation;
  /** Lines of the source with a pointer, already rendered without colour. */
  readonly frame?: string;
  /** Template call chain, innermost first: macros called from the model. */
  readonly trace?: readonly SourceLocation[];
  /** unique_id of the node concerned. */
  readonly nodeId?: string;
  /** What was looked for and not found, where that is the fault. */
  readonly missing?: { readonly kind: 'node' | 'macro'; readonly name: string };
  readonly cause?: unknown;
}

/** Thrown where a stage cannot go on; carries every error known at that point. */
export class ProjectFailure extends Error {
  readonly errors: readonly ProjectError[];

  constructor(errors: ProjectError | readonly ProjectError[]) {
    const list = Array.isArray(errors) ? (errors as readonly ProjectError[]) : [errors as ProjectError];
    super(list.map((error) => error.message).join('\n'));
    this.name = 'ProjectFailure';
    this.errors = list;
  }
}
