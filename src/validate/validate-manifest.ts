import type { ProjectError } from '../errors/project-error.ts';
import type { Manifest } from '../graph/manifest.ts';
import { contractColumns } from './contract-rules.ts';
import { incrementalContracts, microbatchSettings } from './incremental-rules.ts';
import type { ProjectRule } from './rule.ts';
import { incrementalOverride } from './unit-test-rules.ts';

const RULES: readonly ProjectRule[] = [
  microbatchSettings,
  incrementalContracts,
  contractColumns,
  incrementalOverride,
];

/** What makes a linked project one that cannot be run, all of it at once. */
export function validateManifest(manifest: Manifest): readonly ProjectError[] {
  return RULES.flatMap((rule) => rule(manifest));
}
