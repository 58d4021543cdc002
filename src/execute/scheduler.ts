import { reverseEdges } from '../graph/dag.ts';

/** How a node ended, as far as its children are concerned. */
export type Outcome = 'continue' | 'skip-children';

/** The nodes to run and who waits for whom; edges lead only to nodes of `ids`. */
export interface WorkGraph {
  readonly ids: readonly string[];
  readonly parents: ReadonlyMap<string, readonly string[]>;
  readonly children: ReadonlyMap<string, readonly string[]>;
  /** Nodes that must have ended before, however they ended: order alone, a failure does not pass along it. */
  readonly after?: ReadonlyMap<string, readonly string[]>;
}

/** What the scheduler needs: threads, durations known from before, and how a node is run. */
export interface SchedulerOptions {
  readonly threads: number;
  /** Seconds a node took before, where known; the longest remaining path goes first. */
  readonly expectedSeconds?: (id: string) => number | undefined;
  /** Runs one node; must not throw. `slot` numbers the thread, from 0. */
  readonly run: (id: string, slot: number) => Promise<Outcome>;
  /** Told once of each node that is not run because a parent ended with `skip-children`, or after `stop`. */
  readonly skip: (id: string, causedBy: string | null) => void;
  /** Asked before each start: true ends the run, remaining nodes are skipped without a cause. */
  readonly stopped: () => boolean;
}

const DEFAULT_SECONDS = 1;
const NO_EDGES: ReadonlyMap<string, readonly string[]> = new Map();

/**
 * Runs every node after its parents, at most `threads` at once, longest remaining path first. Completing a node costs
 * its number of children. Resolves when every node was run or skipped.
 */
export async function runGraph(graph: WorkGraph, options: SchedulerOptions): Promise<void> {
  const waiting = new Map<string, number>();
  const skippedBy = new Map<string, string>();
  const priority = criticalPaths(graph, options.expectedSeconds);
  const ready = new ReadyQueue(priority);
  const followers = reverseEdges(graph.after ?? NO_EDGES);
  let open = graph.ids.length;
  for (const id of graph.ids) {
    const count = (graph.parents.get(id)?.length ?? 0) + (graph.after?.get(id)?.length ?? 0);
    waiting.set(id, count);
    if (count === 0) ready.push(id);
  }

  const ended = (child: string): void => {
    const left = (waiting.get(child) ?? 0) - 1;
    waiting.set(child, left);
    if (left === 0) ready.push(child);
  };
  const settle = (id: string, outcome: Outcome): void => {
    open -= 1;
    for (const child of graph.children.get(id) ?? []) {
      if (outcome === 'skip-children' && !skippedBy.has(child)) skippedBy.set(child, id);
      ended(child);
    }
    for (const follower of followers.get(id) ?? []) ended(follower);
  };

  /** Takes nodes off the queue until one is to be run; skips are settled on the way. */
  const next = (): string | undefined => {
    for (let id = ready.pop(); id !== undefined; id = ready.pop()) {
      const cause = skippedBy.get(id);
      if (cause === undefined && !options.stopped()) return id;
      options.skip(id, cause ?? null);
      settle(id, 'skip-children');
    }
    return undefined;
  };

  await new Promise<void>((resolve, reject) => {
    const idle = Array.from({ length: Math.max(1, options.threads) }, (_, slot) => slot).reverse();
    const fill = (): void => {
      while (idle.length > 0) {
        const id = next();
        if (id === undefined) break;
        const slot = idle.pop() as number;
        options.run(id, slot).then((outcome) => {
          settle(id, outcome);
          idle.push(slot);
          fill();
        }, reject);
      }
      if (open === 0) resolve();
    };
    fill();
  });
}

/** Longest path in seconds from each node to the end of the graph, itself included. */
function criticalPaths(graph: WorkGraph, expected: SchedulerOptions['expectedSeconds']): Map<string, number> {
  const paths = new Map<string, number>();
  for (const id of reverseTopological(graph)) {
    let longest = 0;
    for (const child of graph.children.get(id) ?? []) longest = Math.max(longest, paths.get(child) ?? 0);
    paths.set(id, longest + (expected?.(id) ?? DEFAULT_SECONDS));
  }
  return paths;
}

function reverseTopological(graph: WorkGraph): readonly string[] {
  const left = new Map(graph.ids.map((id) => [id, graph.children.get(id)?.length ?? 0]));
  const order = graph.ids.filter((id) => left.get(id) === 0);
  for (let index = 0; index < order.length; index += 1) {
    for (const parent of graph.parents.get(order[index] as string) ?? []) {
      const count = (left.get(parent) ?? 0) - 1;
      left.set(parent, count);
      if (count === 0) order.push(parent);
    }
  }
  return order;
}

/** A binary heap of node ids, longest path first, then in order of arrival. */
class ReadyQueue {
  readonly #heap: { id: string; path: number; order: number }[] = [];
  readonly #paths: ReadonlyMap<string, number>;
  #arrivals = 0;

  constructor(paths: ReadonlyMap<string, number>) {
    this.#paths = paths;
  }

  push(id: string): void {
    const heap = this.#heap;
    const entry = { id, path: this.#paths.get(id) ?? 0, order: this.#arrivals++ };
    let index = heap.length;
    heap.push(entry);
    while (index > 0) {
      const parent = (index - 1) >> 1;
      const above = heap[parent];
      if (above === undefined || !goesBefore(entry, above)) break;
      heap[index] = above;
      index = parent;
    }
    heap[index] = entry;
  }

  pop(): string | undefined {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    if (first === undefined || last === undefined || heap.length === 0) return first?.id;
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      const left = heap[child];
      if (left === undefined) break;
      const right = heap[child + 1];
      let smaller = left;
      if (right !== undefined && goesBefore(right, left)) {
        child += 1;
        smaller = right;
      }
      if (!goesBefore(smaller, last)) break;
      heap[index] = smaller;
      index = child;
    }
    heap[index] = last;
    return first.id;
  }
}

function goesBefore(
  a: { readonly path: number; readonly order: number },
  b: { readonly path: number; readonly order: number },
): boolean {
  return a.path === b.path ? a.order < b.order : a.path > b.path;
}
