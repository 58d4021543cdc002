import path from 'node:path';
import type { Flags } from '../config/flags.ts';
import { readManifest } from '../artifacts/read-manifest.ts';
import { ProjectFailure } from '../errors/project-error.ts';
import type { Manifest } from '../graph/manifest.ts';

/** The manifest to defer to, or to clone from; null without either. Throws ProjectFailure when there is no state to go by. */
export function deferredManifest(flags: Flags, root: string): Manifest | null {
  const clones = flags.which === 'clone';
  if (!flags.defer && !clones) return null;
  const folder = flags.deferState ?? flags.state;
  if (folder === null) {
    throw new ProjectFailure({
      code: 'TX5003',
      message: clones
        ? 'Cloning needs a state to clone from'
        : 'Deferring needs a state: got --defer without --state or --defer-state',
      hint: 'Pass --state with the folder of an earlier manifest.json.',
    });
  }
  return readManifest(path.resolve(root, folder, 'manifest.json'));
}
