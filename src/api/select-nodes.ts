import type { Flags } from '../config/flags.ts';
import { isErrorByFlags, isSilencedByFlags } from '../config/warn-error.ts';
import { ProjectFailure } from '../errors/project-error.ts';
import type { EventBus } from '../events/event-bus.ts';
import { findCycle } from '../graph/dag.ts';
import type { ResourceType } from '../graph/node.ts';
import { resourceTypesOf } from '../graph/selection/resource-types.ts';
import { selectNodes } from '../graph/selection/select-nodes.ts';
import type { OpenedProject } from './open-project.ts';
import { previousState } from './previous-state.ts';

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
  refuseCycle(opened);
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
  const failing = warnings.filter((warning) => isErrorByFlags(warning.code, flags));
  if (failing.length > 0) throw new ProjectFailure(failing);
  for (const error of warnings) {
    if (!isSilencedByFlags(error.code, flags))
      events.emit({ kind: 'warning', name: 'SelectionWarning', error });
  }
  return ids;
}

/** The kinds of nodes that the command works on, under its flags. */
function kindsOf(flags: Flags): ReadonlySet<ResourceType> {
  const { resourceTypes, excludeResourceTypes, which } = flags;
  const models = which === 'list' ? flags.models : [];
  return resourceTypesOf(which, { resourceTypes, excludeResourceTypes, models });
}

function refuseCycle({ manifest }: OpenedProject): void {
  const cycle = findCycle(manifest.parents);
  if (cycle === null) return;
  const files = cycle.flatMap((id) => manifest.nodes.get(id)?.originalFilePath ?? []);
  throw new ProjectFailure({
    code: 'TX1305',
    message: `Found a cycle: ${[...cycle, cycle[0] ?? ''].join(' --> ')}`,
    hint: 'Break it: one of these must not refer to the next.',
    location: { file: files[0] ?? '' },
    ...(cycle[0] ? { nodeId: cycle[0] } : {}),
  });
}
