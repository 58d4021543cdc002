import type { Flags } from '../config/flags.ts';
import { isErrorByFlags, isSilencedByFlags } from '../config/warn-error.ts';
import { ProjectFailure } from '../errors/project-error.ts';
import type { EventBus } from '../events/event-bus.ts';
import { findCycle } from '../graph/dag.ts';
import type { ResourceType } from '../graph/node.ts';
import { selectNodes } from '../graph/selection/select-nodes.ts';
import type { OpenedProject } from './open-project.ts';
import { previousState } from './previous-state.ts';

/** Kinds that `build` runs when nothing is said of kinds. */
const BUILDABLE: readonly ResourceType[] = [
  'model',
  'seed',
  'snapshot',
  'test',
  'unit_test',
  'exposure',
  'saved_query',
  'function',
];

/**
 * unique ids of what the flags select among the kinds of a command, sorted. Warns of a selection that matches nothing.
 * Throws ProjectFailure for a selection that is not valid, and for a cycle in the graph.
 */
export function select(
  opened: OpenedProject,
  kinds: readonly ResourceType[] | null,
  events: EventBus,
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
    indirectSelection: flags.indirectSelection,
    includeEmptyNodes: flags.which === 'list',
    resourceTypes: kindsWanted(flags, kinds),
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

/** The kinds a command takes, narrowed by --resource-type and --exclude-resource-type. */
function kindsWanted(flags: Flags, kinds: readonly ResourceType[] | null): ReadonlySet<ResourceType> {
  const all = kinds ?? BUILDABLE;
  const named = flags.resourceTypes.filter((type) => type !== 'default' && type !== 'all');
  const taken = named.length > 0 ? all.filter((type) => named.includes(type)) : all;
  return new Set(taken.filter((type) => !flags.excludeResourceTypes.includes(type)));
}
