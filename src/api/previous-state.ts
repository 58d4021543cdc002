import path from 'node:path';
import type { Flags } from '../config/flags.ts';
import { readPreviousState as readState, type PreviousState } from '../artifacts/previous-state.ts';

/** What `--state` (or `--defer-state`) holds; null when neither is given. Throws ProjectFailure for damaged files. */
export function readPreviousState(flags: Flags, root: string): PreviousState | null {
  return flags.state === null ? null : readState(path.resolve(root, flags.state));
}
