import type { Flags } from '../config/flags.ts';
import { ProjectFailure } from '../errors/project-error.ts';
import type { EventBus } from '../events/event-bus.ts';
import type { ResourceType } from '../graph/node.ts';
import { resourceTypesOf } from '../graph/selection/resource-types.ts';
import { selectNodes } from '../graph/selection/select-nodes.ts';
import { refuseCycle } from './find-cycle-error.ts';
import type { OpenedProject } from './open-project.ts';
import { previousState } from './previous-state.ts';
import { reportWarnings } from './report-warnings.ts';

/**
 * unique ids of what the flags select among the kinds of nodes that the command works on, sorted. Warns of a selection that matches nothing.
 * Throws ProjectFailure for a selection that is not valid, and for a cycle in the graph.
 */
export function select(
  opened: OpenedProject,
  events: EventBus,
  kinds: ReadonlySet<ResourceType> = kindsOf(opened.project.flags),
): readonly string[] {
  const { project, manifest } = opened;
  refuseCycle(manifest);
  const { flags } = project;
  const { ids, warnings } = selectNodes({
    manifest,
    select: flags.models.length > 0 ? [...flags.select, ...flags.models] : flags.select,
    exclude: flags.exclude,
    selector: flags.selector,
    selectors: project.selectors,
    // A preview of a model is not one of its tests.
    indirectSelection: flags.which === 'show' ? 'empty' : flags.indirectSelection,
    includeEmptyNodes: flags.which === 'list',
    resourceTypes: kinds,
    previousState: previousState(flags, project.root.root),
    enforcedConstraints: new Set(project.profile.adapter.capabilities.enforcedConstraints),
  });
  const failing = reportWarnings(warnings, flags, events, 'SelectionWarning');
  if (failing.length > 0) throw new ProjectFailure(failing);
  return ids;
}

/** The kinds of nodes that the command works on, under its flags. */
function kindsOf(flags: Flags): ReadonlySet<ResourceType> {
  const { resourceTypes, excludeResourceTypes, which } = flags;
  const models = which === 'list' ? flags.models : [];
  return resourceTypesOf(which, { resourceTypes, excludeResourceTypes, models });
}
