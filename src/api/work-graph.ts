import { reach, topologicalOrder, type Edges } from '../graph/dag.ts';
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

/** Parents with the selected tests that stand before a node among them. */
function gatedParents(manifest: Manifest, selected: ReadonlySet<string>): Edges {
  const waits = new Map([...manifest.parents].map(([id, list]) => [id, [...list]]));
  const gate = (id: string, test: string): void => void waits.get(id)?.push(test);
  for (const id of selected) {
    if (manifest.nodes.get(id)?.resourceType !== 'test') continue;
    for (const gated of firstBehindAll(manifest.parents.get(id) ?? [], manifest)) gate(gated, id);
  }
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

/**
 * The first nodes that have all of `parents` above them: those a test of these parents can stop (dbt's rule: a test
 * stands before a node when all that the test reads is upstream of the node).
 */
function firstBehindAll(parents: readonly string[], manifest: Manifest): readonly string[] {
  const work = (ids: Iterable<string>): string[] => [...ids].filter((id) => !isNeverGated(id, manifest));
  const [first, ...others] = parents;
  if (first === undefined) return [];
  const childrenOf = (id: string): string[] => work(manifest.children.get(id) ?? []);
  if (others.length === 0) return childrenOf(first);
  const below = parents.map((parent) => reach([parent], manifest.children));
  const behindAll = (id: string): boolean =>
    below.every((set, index) => set.has(id) && id !== parents[index]);
  const common = new Set(work(below[0] ?? []).filter(behindAll));
  return [...common].filter((id) => !(manifest.parents.get(id) ?? []).some((parent) => common.has(parent)));
}

/** Tests, and what runs nothing: no test stands before these. */
function isNeverGated(id: string, manifest: Manifest): boolean {
  const type = manifest.nodes.get(id)?.resourceType;
  return type === 'test' || type === 'unit_test' || type === 'exposure';
}

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
