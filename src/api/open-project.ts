import type { Flags } from '../config/flags.ts';
import { loadProject, type LoadProjectContext } from '../config/load-project.ts';
import type { Project } from '../config/project.ts';
import { ProjectFailure, type ProjectError } from '../errors/project-error.ts';
import type { EventBus } from '../events/event-bus.ts';
import { linkManifest } from '../graph/link.ts';
import type { Manifest } from '../graph/manifest.ts';
import type { MacroLibrary } from '../parse/macro-library.ts';
import { parseProject } from '../parse/parse-project.ts';
import { selectorsForManifest } from '../graph/selection/yaml-selectors.ts';
import { checkProject } from '../validate/check-project.ts';
import { checkedProject } from './lint-project.ts';
import { reportWarnings } from './report-warnings.ts';

/** A project that was loaded, parsed and linked without an error. */
export interface OpenedProject {
  readonly project: Project;
  readonly manifest: Manifest;
  readonly macros: MacroLibrary;
}

/** What opening a project needs from outside, and where it tells of its progress. */
export interface OpenContext extends LoadProjectContext {
  readonly events: EventBus;
}

/** loaded → parsed → linked. Throws ProjectFailure with every error of the project at once. */
export async function openProject(flags: Flags, context: OpenContext): Promise<OpenedProject> {
  const project = await loadProject(flags, context);
  const parsed = parseProject(project, {
    onMessage: ({ kind, text, toInfo }) =>
      context.events.emit({
        kind: 'message',
        level: toInfo ? 'info' : 'debug',
        name: kind === 'print' ? 'PrintEvent' : 'JinjaLogInfo',
        text,
        ...(kind === 'print' ? { stdout: true } : {}),
      }),
  });
  const draft = { ...parsed.draft, selectors: selectorsForManifest(project.selectors) };
  const linked = linkManifest(draft, {
    now: project.startedAt,
    restrictedPackages: new Set(
      [...project.packages.values()].flatMap((item) => (item.restrictAccess ? [item.name] : [])),
    ),
    searchNodePackageFirst: project.root.flags['require_ref_searches_node_package_before_root'] === true,
  });
  const checked = checkedProject(project, linked.manifest);
  const errors = distinct([...parsed.errors, ...linked.errors, ...checkProject(checked, 'required')]);
  // Lint lists what the rules find as its result.
  const advice = flags.which === 'lint' ? [] : checkProject(checked, 'parse');
  const warnings = distinct([...parsed.warnings, ...linked.warnings, ...advice]);
  const failing = reportWarnings(warnings, flags, context.events);
  if (errors.length + failing.length > 0) throw new ProjectFailure([...errors, ...failing]);
  return { project, manifest: linked.manifest, macros: parsed.macroLibrary };
}

/** The same fault met on two ways is told once. */
function distinct(errors: readonly ProjectError[]): readonly ProjectError[] {
  const seen = new Set<string>();
  return errors.filter((error) => {
    const key = `${error.code} ${error.message} ${error.location?.file ?? ''} ${error.location?.line ?? ''}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
