import type { Flags } from '../config/flags.ts';
import { ProjectFailure } from '../errors/project-error.ts';
import type { EventBus } from '../events/event-bus.ts';
import { findCycle } from '../graph/dag.ts';
import type { ResourceType } from '../graph/node.ts';
import { selectNodes } from '../graph/selection/select-nodes.ts';
import type { WorkGraph } from '../execute/scheduler.ts';
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
  for (const error of warnings) events.emit({ kind: 'warning', name: 'NoNodesForSelectionCriteria', error });
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

/**
 * The selected nodes with the edges between them; nodes that are not selected pass their edges on. With `gates`, the
 * tests of a node stand between it and its children, as `build` runs them.
 */
export function workGraph(opened: OpenedProject, ids: readonly string[], gates: boolean): WorkGraph {
  const { manifest } = opened;
  const selected = new Set(ids);
  const parents = new Map<string, readonly string[]>();
  const children = new Map<string, string[]>(ids.map((id) => [id, []]));
  const nearest = nearestSelectedParents(opened, selected);
  const tests = gates ? gatingTests(opened, selected) : new Map<string, readonly string[]>();
  for (const id of ids) {
    const own = new Set(nearest(id));
    const isTest = isTestKind(manifest.nodes.get(id)?.resourceType);
    if (!isTest) for (const parent of nearest(id)) for (const test of tests.get(parent) ?? []) own.add(test);
    if (gates) for (const unit of unitTestsOf(opened, id, selected)) own.add(unit);
    own.delete(id);
    parents.set(id, [...own]);
  }
  breakGateCycles(parents, opened);
  for (const [id, list] of parents) for (const parent of list) children.get(parent)?.push(id);
  return { ids, parents, children };
}

function isTestKind(type: string | undefined): boolean {
  return type === 'test' || type === 'unit_test';
}

/** For a node, the selected nodes it depends on, directly or through nodes that are not selected. */
function nearestSelectedParents(
  { manifest }: OpenedProject,
  selected: ReadonlySet<string>,
): (id: string) => ReadonlySet<string> {
  const known = new Map<string, ReadonlySet<string>>();
  const of = (id: string): ReadonlySet<string> => {
    const found = known.get(id);
    if (found) return found;
    const result = new Set<string>();
    known.set(id, result);
    for (const parent of manifest.parents.get(id) ?? []) {
      if (isTestKind(manifest.nodes.get(parent)?.resourceType)) continue;
      if (selected.has(parent)) result.add(parent);
      else for (const further of of(parent)) result.add(further);
    }
    return result;
  };
  return of;
}

/** Data tests that must pass before what is downstream of a node runs: those with no other selected parent behind it. */
function gatingTests(
  { manifest }: OpenedProject,
  selected: ReadonlySet<string>,
): ReadonlyMap<string, readonly string[]> {
  const gates = new Map<string, string[]>();
  for (const id of selected) {
    const node = manifest.nodes.get(id);
    if (node?.resourceType !== 'test') continue;
    for (const parent of manifest.parents.get(id) ?? []) {
      if (selected.has(parent)) gates.set(parent, [...(gates.get(parent) ?? []), id]);
    }
  }
  return gates;
}

/** Unit tests run before the model they test. */
function unitTestsOf(
  { manifest }: OpenedProject,
  id: string,
  selected: ReadonlySet<string>,
): readonly string[] {
  if (manifest.nodes.get(id)?.resourceType !== 'model') return [];
  return (manifest.children.get(id) ?? []).filter((child) => {
    const node = manifest.nodes.get(child);
    return node?.resourceType === 'unit_test' && node.testedNodeUniqueId === id && selected.has(child);
  });
}

/**
 * A test that needs a node further down cannot stand before it: such a gate is dropped (dbt adds no edge from a test to
 * a node that the test itself depends on). A unit test waits for its model's parents, not for the model.
 */
function breakGateCycles(parents: Map<string, readonly string[]>, { manifest }: OpenedProject): void {
  const reaches = ancestorsOf(manifest.parents);
  for (const [id, list] of parents) {
    const node = manifest.nodes.get(id);
    const kept = list.filter((parent) => {
      const gate = manifest.nodes.get(parent);
      if (gate?.resourceType === 'test' && !isTestKind(node?.resourceType)) {
        return !(manifest.parents.get(parent) ?? []).some((needed) => needed === id || reaches(needed, id));
      }
      return !(node?.resourceType === 'unit_test' && node.testedNodeUniqueId === parent);
    });
    parents.set(id, unitTestParents(id, kept, parents, { manifest }));
  }
}

/** A unit test needs the relations its inputs stand for: the parents of the tested model. */
function unitTestParents(
  id: string,
  kept: readonly string[],
  parents: ReadonlyMap<string, readonly string[]>,
  { manifest }: Pick<OpenedProject, 'manifest'>,
): readonly string[] {
  const node = manifest.nodes.get(id);
  if (node?.resourceType !== 'unit_test' || node.testedNodeUniqueId === null) return kept;
  const inputs = (manifest.parents.get(node.testedNodeUniqueId) ?? []).filter((parent) =>
    parents.has(parent),
  );
  return [...new Set([...kept, ...inputs])];
}

/** Whether `id` has `ancestor` above it, remembered a node. */
function ancestorsOf(
  edges: ReadonlyMap<string, readonly string[]>,
): (id: string, ancestor: string) => boolean {
  const known = new Map<string, ReadonlySet<string>>();
  const of = (id: string): ReadonlySet<string> => {
    const found = known.get(id);
    if (found) return found;
    const all = new Set<string>();
    known.set(id, all);
    for (const parent of edges.get(id) ?? []) {
      all.add(parent);
      for (const further of of(parent)) all.add(further);
    }
    return all;
  };
  return (id, ancestor) => of(id).has(ancestor);
}
