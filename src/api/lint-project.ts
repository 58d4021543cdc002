import type { Project } from '../config/project.ts';
import type { ProjectError } from '../errors/project-error.ts';
import type { Manifest } from '../graph/manifest.ts';
import { checkProject } from '../validate/check-project.ts';
import type { CheckedProject } from '../validate/rule.ts';

/** The project as the validation rules look at it. */
export function checkedProject(project: Project, manifest: Manifest): CheckedProject {
  return {
    manifest,
    strategies: project.profile.adapter.incrementalStrategies,
    intervalVar: project.tx?.interval.var ?? 'date',
  };
}

/** What the rules find in models of the root project among `ids`, by file and place. */
export function lintProject(
  project: Project,
  manifest: Manifest,
  ids: readonly string[],
): readonly ProjectError[] {
  const checked = checkedProject(project, manifest);
  const chosen = new Set(ids);
  const found = [...checkProject(checked, 'parse'), ...checkProject(checked, 'lint')];
  return found
    .filter(({ nodeId }) => nodeId !== undefined && chosen.has(nodeId))
    .filter(({ nodeId }) => manifest.nodes.get(nodeId ?? '')?.packageName === project.root.name)
    .sort(byPlace);
}

function byPlace(a: ProjectError, b: ProjectError): number {
  const [at, other] = [a.location, b.location];
  return (
    (at?.file ?? '').localeCompare(other?.file ?? '') ||
    (at?.line ?? 0) - (other?.line ?? 0) ||
    a.code.localeCompare(b.code)
  );
}
