import type { Project } from '../../config/project.ts';
import { sha256 } from '../../util/sha256.ts';

declare const TX_BUILD: string | undefined;

/** Changes with the program: what another build parsed is not taken over. */
const BUILD = typeof TX_BUILD === 'string' ? TX_BUILD : 'source';

/**
 * Names everything that parsing depends on besides the files and what templates were seen to read: the program, the
 * projects' settings as rendered, the target with its credentials. Variables are left out: their reads are known.
 */
export function projectKey(project: Project): string {
  const { profile, flags } = project;
  return sha256(
    JSON.stringify([
      BUILD,
      process.version,
      [...project.packages.values()].map((pkg) => ({ ...pkg, vars: null })),
      [profile.profileName, profile.targetName, profile.adapter.name, profile.credentials],
      [flags.maximumSeedSizeMib, flags.projectFlags],
    ]),
  ).slice(0, 16);
}
