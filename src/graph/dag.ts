/** Neighbours by unique id; ids without an entry have none. */
export type Edges = ReadonlyMap<string, readonly string[]>;

/**
 * One cycle, as the ids along it in the direction of the data (each is a parent of the next, the last a parent of the
 * first), beginning with the smallest id; null when there is none. `parents` gives a node's direct parents.
 */
export function findCycle(parents: Edges): readonly string[] | null {
  const done = new Set<string>();
  for (const start of parents.keys()) {
    const cycle = done.has(start) ? null : walkForCycle(start, parents, done);
    if (cycle !== null) return beginWithSmallest(cycle.reverse());
  }
  return null;
}

/** Depth-first walk upwards on a stack of its own: deep graphs must not overflow the engine's. */
function walkForCycle(start: string, parents: Edges, done: Set<string>): string[] | null {
  const path = [start];
  const onPath = new Map([[start, 0]]);
  const nexts = [0];
  while (path.length > 0) {
    const depth = path.length - 1;
    const id = path[depth] ?? '';
    const next = nexts[depth] ?? 0;
    const parent = parents.get(id)?.[next];
    if (parent === undefined) {
      done.add(id);
      onPath.delete(id);
      path.pop();
      nexts.pop();
      continue;
    }
    nexts[depth] = next + 1;
    const seenAt = onPath.get(parent);
    if (seenAt !== undefined) return path.slice(seenAt);
    if (done.has(parent)) continue;
    onPath.set(parent, path.length);
    path.push(parent);
    nexts.push(0);
  }
  return null;
}

function beginWithSmallest(cycle: readonly string[]): readonly string[] {
  const smallest = cycle.reduce((best, id, index) => (id < (cycle[best] ?? '') ? index : best), 0);
  return [...cycle.slice(smallest), ...cycle.slice(0, smallest)];
}

/**
 * The keys of `parents` with every node behind its parents; among those that are free at once the order of the map is
 * kept. Nodes on a cycle, and what is behind them, are left out: look for cycles with `findCycle` first.
 */
export function topologicalOrder(parents: Edges): readonly string[] {
  const waiting = new Map<string, number>();
  const children = new Map<string, string[]>();
  for (const [id, above] of parents) {
    const known = new Set(above.filter((parent) => parents.has(parent)));
    waiting.set(id, known.size);
    for (const parent of known) {
      const list = children.get(parent);
      if (list === undefined) children.set(parent, [id]);
      else list.push(id);
    }
  }
  const order = [...waiting].filter(([, count]) => count === 0).map(([id]) => id);
  for (let index = 0; index < order.length; index += 1) {
    for (const child of children.get(order[index] ?? '') ?? []) {
      const left = (waiting.get(child) ?? 0) - 1;
      waiting.set(child, left);
      if (left === 0) order.push(child);
    }
  }
  return order;
}

/**
 * Everything reached from `start` along `edges` in at most `depth` steps (null: without a limit), without `start` itself
 * unless it is reached from another start. Give parents for ancestors, children for descendants.
 */
export function reach(start: Iterable<string>, edges: Edges, depth: number | null = null): Set<string> {
  const seen = new Set<string>(start);
  const found = new Set<string>();
  let frontier: string[] = [...seen];
  for (let step = 0; frontier.length > 0 && (depth === null || step < depth); step += 1) {
    const next: string[] = [];
    for (const id of frontier) {
      for (const neighbour of edges.get(id) ?? []) {
        found.add(neighbour);
        if (seen.has(neighbour)) continue;
        seen.add(neighbour);
        next.push(neighbour);
      }
    }
    frontier = next;
  }
  return found;
}

/** The reverse of `edges`; every id that occurs gets an entry. */
export function reverseEdges(edges: Edges): Map<string, string[]> {
  const reversed = new Map<string, string[]>([...edges.keys()].map((id) => [id, []]));
  for (const [id, neighbours] of edges) {
    for (const neighbour of neighbours) {
      const list = reversed.get(neighbour);
      if (list === undefined) reversed.set(neighbour, [id]);
      else list.push(id);
    }
  }
  return reversed;
}
