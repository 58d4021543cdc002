import type { Project } from '../config/project.ts';

/** The short id of an invocation's run: in the ledger, in the names of locks and of stages. */
export function runIdOf({ invocationId }: Project): string {
  return invocationId.replace(/-/g, '').slice(0, 12);
}
