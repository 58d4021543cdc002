import { firstBehindAll } from '../graph/behind-all.ts';
import { topologicalOrder, type Edges } from '../graph/dag.ts';
import type { Manifest } from '../graph/manifest.ts';
import type { WorkGraph } from '../execute/scheduler.ts';

/**
 * The selected nodes with the edges between them; nodes that are not selected pass their edges on. With `gates`, what
 * is downstream of a test's nodes waits for the test, and a model for its unit tests, as `build` runs them.
 */
export function workGraph(manifest: Manifest, ids: readonly string[], gates: boolean): WorkGraph {
  const selected = new Set(ids);
  const waits = gates ? gatedParents(manifest, selected) : manifest.parents;
  const parents = selectedParents(waits, selected);
  const children = new Map<string, string[]>(ids.map((id) => [id, []]));
  for (const [id, list] of parents) for (const parent of list) children.get(parent)?.push(id);
  return { ids, parents, children };
}

/**
 * Parents with the selected tests that stand before a node among them. dbt's rule: a test stands before the first nodes
 * that have all upstream that the test reads.
 */
function gatedParents(manifest: Manifest, selected: ReadonlySet<string>): Edges {
  const waits = new Map([...manifest.parents].map(([id, list]) => [id, [...list]]));
  const gate = (id: string, test: string): void => void waits.get(id)?.push(test);
  const wide: string[] = [];
  for (const id of selected) {
    if (typeOf(id) !== 'test') continue;
    const [parent, ...others] = manifest.parents.get(id) ?? [];
    if (others.length > 0) wide.push(id);
    else
      for (const child of manifest.children.get(parent ?? '') ?? []) if (canBeGated(child)) gate(child, id);
  }
  const read = wide.map((id) => manifest.parents.get(id) ?? []);
  const graph = new Map([...manifest.parents].filter(([id]) => canBeGated(id)));
  for (const [index, ids] of firstBehindAll(read, graph).entries())
    for (const id of ids) gate(id, wide[index] ?? '');
  for (const id of selected) {
    const node = manifest.nodes.get(id);
    if (node?.resourceType !== 'unit_test' || node.testedNodeUniqueId === null) continue;
    // A unit test needs what its model needs, not the model.
    waits.set(id, [...(waits.get(node.testedNodeUniqueId) ?? [])]);
  }
  for (const id of selected) {
    const node = manifest.nodes.get(id);
    if (node?.resourceType === 'unit_test' && node.testedNodeUniqueId !== null) {
      gate(node.testedNodeUniqueId, id);
    }
  }
  return waits;
}

const NEVER_GATED: ReadonlySet<string> = new Set(['test', 'unit_test', 'exposure']);

/** No test stands before a test, nor before what runs nothing. */
const canBeGated = (id: string): boolean => !NEVER_GATED.has(typeOf(id));

/** The type that a unique id begins with. */
const typeOf = (id: string): string => id.slice(0, id.indexOf('.'));

/** For each selected node the selected nodes it waits for, directly or through nodes that are not selected. */
function selectedParents(waits: Edges, selected: ReadonlySet<string>): Map<string, readonly string[]> {
  const nearest = new Map<string, ReadonlySet<string>>();
  for (const id of topologicalOrder(waits)) {
    const result = new Set<string>();
    for (const parent of waits.get(id) ?? []) {
      if (selected.has(parent)) result.add(parent);
      else for (const further of nearest.get(parent) ?? []) result.add(further);
    }
    nearest.set(id, result);
  }
  return new Map([...selected].map((id) => [id, [...(nearest.get(id) ?? [])]]));
}
