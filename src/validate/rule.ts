import type { ErrorCode } from '../errors/codes.ts';
import type { ProjectError } from '../errors/project-error.ts';
import type { Manifest } from '../graph/manifest.ts';
import type { ModelNode } from '../graph/node.ts';

/** What rules look at: the linked project, and what of its settings they need. */
export interface CheckedProject {
  readonly manifest: Manifest;
  /** Incremental strategies that the adapter accepts, its default first. */
  readonly strategies: readonly string[];
  /** The variable that names the interval a run is for. */
  readonly intervalVar: string;
}

/**
 * When a rule is asked. `required`: whenever a project is opened, and what it finds stops the project. `parse`: then
 * too, as a warning (an error with tx.yml), and by `tx lint`. `lint`: by `tx lint` alone, because it reads the SQL.
 */
export type RuleStage = 'required' | 'parse' | 'lint';

/** One rule over the linked project. */
export interface ValidationRule {
  /** Kebab-case, as the rule's file. */
  readonly name: string;
  readonly code: ErrorCode;
  /** What the rule asks of a project, in one sentence. */
  readonly description: string;
  readonly stage: RuleStage;
  /** What breaks the rule: each located, with its way out. */
  readonly check: (project: CheckedProject) => readonly ProjectError[];
}

/** Enabled models of the manifest, in its order. */
export function modelsOf(manifest: Manifest): readonly ModelNode[] {
  return [...manifest.nodes.keys()].flatMap((id) => {
    const node = id.startsWith('model.') ? manifest.nodes.get(id) : undefined;
    return node?.resourceType === 'model' ? [node] : [];
  });
}

/** Models that later runs change instead of building them anew. */
export function incrementalModels(manifest: Manifest): readonly ModelNode[] {
  return modelsOf(manifest).filter((model) => model.config['materialized'] === 'incremental');
}
