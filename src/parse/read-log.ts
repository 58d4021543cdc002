import { flagValue } from '../config/flags-object.ts';
import type { Json } from '../config/json.ts';
import { lookupVar } from '../config/vars.ts';
import type { Project } from '../config/project.ts';

/** What a template read that no file of the project says. */
export type Read =
  | { readonly kind: 'var'; readonly packageName: string; readonly name: string }
  | { readonly kind: 'env'; readonly name: string }
  | { readonly kind: 'flag'; readonly name: string }
  /** `target`, whose number of threads the command line may change. */
  | { readonly kind: 'threads' }
  /** The time, the id of the invocation, all flags at once: never the same twice. */
  | { readonly kind: 'invocation' };

/** Reads of one part of a project, by what `readKey` gives. */
export type Reads = Map<string, Read>;

const recorders = new WeakMap<Project, { current: Reads | null }>();

/** Does `work` and notes in `reads` what templates read in it. Parsing waits for nothing, so one note is enough. */
export function recordingReads<T>(project: Project, reads: Reads, work: () => T): T {
  const recorder = recorders.get(project) ?? { current: null };
  recorders.set(project, recorder);
  const outer = recorder.current;
  recorder.current = reads;
  try {
    return work();
  } finally {
    recorder.current = outer;
  }
}

/** Notes a read where someone records. */
export function noteRead(project: Project, read: Read): void {
  recorders.get(project)?.current?.set(readKey(read), read);
}

/** The value now of what was read, as text to compare; an invocation is never as another. */
export function readValue(project: Project, read: Read): string | null {
  switch (read.kind) {
    case 'var':
      return text(lookupVar(project, read.packageName, read.name));
    case 'env':
      return text(project.environment[read.name]);
    case 'flag':
      return text(flagValue(project.flags, read.name));
    case 'threads':
      return String(project.profile.threads);
    case 'invocation':
      return null;
  }
}

const text = (value: Json | undefined): string => (value === undefined ? 'unset' : JSON.stringify(value));

function readKey(read: Read): string {
  if (read.kind === 'var') return `var ${read.packageName} ${read.name}`;
  return 'name' in read ? `${read.kind} ${read.name}` : read.kind;
}
