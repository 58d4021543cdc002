import type { QuotePolicy } from '../adapter-api/relation.ts';
import type { Project } from '../config/project.ts';
import { ProjectFailure, type ProjectError } from '../errors/project-error.ts';
import type { Scope } from '../template/value.ts';
import type { DocsLibrary } from './docs-library.ts';
import type { MacroLibrary } from './macro-library.ts';
import type { ProjectFile } from './project-file.ts';
import { recordingReads, type Reads } from './read-log.ts';

/** What `log()` and `print()` say while templates are rendered for parsing. */
export interface ParseMessage {
  readonly kind: 'log' | 'print';
  readonly text: string;
  /** `log(…, info=true)`: shown on the terminal too. */
  readonly toInfo: boolean;
}

/** One parse of a project: what every part may look at, and where faults are gathered. */
export interface ParseSession {
  readonly project: Project;
  readonly macros: MacroLibrary;
  readonly docs: DocsLibrary;
  /** The adapter's quoting with the root project's over it: for packages too. */
  readonly quoting: QuotePolicy;
  readonly errors: ProjectError[];
  readonly warnings: ProjectError[];
  /** Seconds since the epoch, for `created_at`. */
  readonly createdAt: number;
  /** Names that YAML values see in a file of a package. */
  yamlScope(packageName: string): Scope;
  /** Hooks that were compiled before, by their text: one of dbt_project.yml stands at many nodes. */
  readonly hookTemplates: Map<string, (scope: Scope) => string>;
  /** What templates read while the nodes of a file were made; under null for the hooks of dbt_project.yml. */
  readonly reads: Map<ProjectFile | null, Reads>;
  onMessage(message: ParseMessage): void;
}

/** Does work for a file's nodes and notes under the file what templates read in it. */
export function readingFor<T>(session: ParseSession, file: ProjectFile | null, work: () => T): T {
  let reads = session.reads.get(file);
  if (reads === undefined) session.reads.set(file, (reads = new Map()));
  return recordingReads(session.project, reads, work);
}

/** Runs one piece of work; what it throws as a ProjectFailure is gathered and undefined is given. */
export function attempt<T>(
  session: Pick<ParseSession, 'errors'>,
  work: () => T,
  context: Partial<ProjectError> = {},
): T | undefined {
  try {
    return work();
  } catch (thrown) {
    if (!(thrown instanceof ProjectFailure)) throw thrown;
    session.errors.push(...thrown.errors.map((error) => ({ ...context, ...error })));
    return undefined;
  }
}
