import { reverseEdges } from '../graph/dag.ts';
import { ReadyQueue } from './ready-queue.ts';

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
  /** What nodes go together by; null for one that goes alone. Asked when a node waits for nothing any more but a thread. */
  readonly groupOf?: (id: string) => string | null;
  /** Asked of the further nodes of a group when the first has ended: true for one that waits again, by itself. */
  readonly goesAlone?: (id: string) => boolean;
  /**
   * Runs one node; must not throw. `slot` numbers the thread, from 0. `together` are the nodes of its group that were ready
   * when the first of them had its turn, itself among them: they run on the same thread, one after the other.
   */
  readonly run: (id: string, slot: number, together: readonly string[]) => Promise<Outcome>;
  /** Told once of each node that is not run because a parent ended with `skip-children`, or after `stop`. */
  readonly skip: (id: string, causedBy: string | null) => void;
  /** Asked before each start: true ends the run, remaining nodes are skipped without a cause. */
  readonly stopped: () => boolean;
}

const DEFAULT_SECONDS = 1;
const NO_EDGES: ReadonlyMap<string, readonly string[]> = new Map();

/**
 * Runs every node after its parents, at most `threads` at once, longest remaining path first; what is ready of a group
 * goes with the first of it. Completing a node costs its number of children. Resolves when every node was run or skipped.
 */
export async function runGraph(graph: WorkGraph, options: SchedulerOptions): Promise<void> {
  const waiting = waitedFor(graph);
  const skippedBy = new Map<string, string>();
  const priority = criticalPaths(graph, options.expectedSeconds);
  const ready = new ReadyQueue(priority);
  const nowReady = (id: string): void => ready.push({ id, group: options.groupOf?.(id) ?? null });
  const followers = reverseEdges(graph.after ?? NO_EDGES);
  let open = graph.ids.length;
  for (const [id, count] of waiting) if (count === 0) nowReady(id);

  const ended = (child: string): void => {
    const left = (waiting.get(child) ?? 0) - 1;
    waiting.set(child, left);
    if (left === 0) nowReady(child);
  };
  const settle = (id: string, outcome: Outcome): void => {
    open -= 1;
    for (const child of graph.children.get(id) ?? []) {
      if (outcome === 'skip-children' && !skippedBy.has(child)) skippedBy.set(child, id);
      ended(child);
    }
    for (const follower of followers.get(id) ?? []) ended(follower);
  };

  const skip = (id: string, cause: string | null): void => {
    options.skip(id, cause);
    settle(id, 'skip-children');
  };
  /** Takes nodes off the queue until one is to be run; skips are settled on the way. */
  const next = (): readonly string[] | undefined => {
    for (let first = ready.pop(); first !== undefined; first = ready.pop()) {
      const { id, group } = first;
      const cause = skippedBy.get(id);
      if (cause === undefined && !options.stopped())
        return [id, ...ready.takeGroup(group, (other) => !skippedBy.has(other))];
      skip(id, cause ?? null);
    }
    return undefined;
  };

  await new Promise<void>((resolve, reject) => {
    const idle = Array.from({ length: Math.max(1, options.threads) }, (_, slot) => slot).reverse();
    const runTogether = async (together: readonly string[], slot: number): Promise<void> => {
      const [first, ...others] = together;
      if (first !== undefined) settle(first, await options.run(first, slot, together));
      for (const id of stayingOf(others, ready, options)) {
        fill();
        if (options.stopped()) skip(id, null);
        else settle(id, await options.run(id, slot, together));
      }
      idle.push(slot);
      fill();
    };
    const fill = (): void => {
      while (idle.length > 0) {
        const together = next();
        if (together === undefined) break;
        runTogether(together, idle.pop() as number).catch(reject);
      }
      if (open === 0) resolve();
    };
    fill();
  });
}

/** Those that stay in their group; the others wait again, each by itself. */
function stayingOf(ids: readonly string[], ready: ReadyQueue, options: SchedulerOptions): readonly string[] {
  return ids.filter((id) => {
    const isAlone = options.goesAlone?.(id) ?? false;
    if (isAlone) ready.push({ id, group: null });
    return !isAlone;
  });
}

/** How many nodes each node waits for. */
function waitedFor({ ids, parents, after = NO_EDGES }: WorkGraph): Map<string, number> {
  return new Map(ids.map((id) => [id, (parents.get(id)?.length ?? 0) + (after.get(id)?.length ?? 0)]));
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
