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

/** Findings of one stage by rule and then by node, in the order in which the rules find them in a whole project. */
export function orderFindings(
  findings: readonly ProjectError[],
  manifest: CheckedProject['manifest'],
): readonly ProjectError[] {
  const wanted = new Set(findings.map(({ nodeId }) => nodeId));
  const nodes = [...manifest.nodes.keys()].filter((id) => wanted.has(id));
  const rule = ({ code }: ProjectError): number => RULES.findIndex((each) => each.code === code);
  const node = ({ nodeId }: ProjectError): number => nodes.indexOf(nodeId ?? '');
  return findings.toSorted((a, b) => rule(a) - rule(b) || node(a) - node(b));
}
