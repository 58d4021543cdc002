import type { ProjectError } from '../errors/project-error.ts';
import { isAllowed } from './allowances.ts';
import { validationRules } from './index.ts';
import type { CheckedProject, RuleStage, ValidationRule } from './rule.ts';

const RULES: readonly ValidationRule[] = Object.values(validationRules);

/** What the rules of a stage find, all of it at once; findings that a model's comments allow are left out. */
export function checkProject(project: CheckedProject, stage: RuleStage): readonly ProjectError[] {
  const found = RULES.filter((rule) => rule.stage === stage).flatMap((rule) => rule.check(project));
  if (stage === 'required') return found;
  return found.filter((finding) => {
    const model = project.manifest.nodes.get(finding.nodeId ?? '');
    return model?.resourceType !== 'model' || !isAllowed(finding, model);
  });
}
