import { createAudits, type Audits } from '../execute/audits.ts';
import { assignAudits } from '../plan/assign-audits.ts';
import type { OpenedProject } from './open-project.ts';

/** The tests that a run over these nodes does before publication; none without tx.yml. */
export function auditsOf({ project, manifest }: OpenedProject, ids: readonly string[]): Audits {
  return createAudits(project.tx === null ? new Map() : assignAudits(manifest, ids));
}
