/** A node that waits for a thread, and what others of its group go with it by; null for one that goes alone. */
export interface WaitingNode {
  readonly id: string;
  readonly group: string | null;
}

interface Entry extends WaitingNode {
  readonly path: number;
  readonly order: number;
}

/** Nodes that wait for a thread, longest path first, then in order of arrival: a binary heap. */
export class ReadyQueue {
  readonly #heap: Entry[] = [];
  readonly #paths: ReadonlyMap<string, number>;
  readonly #groups = new Map<string, Set<Entry>>();
  /** What is still in the heap and has gone with another of its group. */
  readonly #taken = new Set<Entry>();
  #arrivals = 0;

  /** `paths` gives each node's length of path. */
  constructor(paths: ReadonlyMap<string, number>) {
    this.#paths = paths;
  }

  /** Puts in a node that waits for nothing but a thread. */
  push({ id, group }: WaitingNode): void {
    const entry: Entry = { id, group, path: this.#paths.get(id) ?? 0, order: this.#arrivals++ };
    this.#enter(entry);
    if (group === null) return;
    const waiting = this.#groups.get(group);
    if (waiting) waiting.add(entry);
    else this.#groups.set(group, new Set([entry]));
  }

  /** The node with the longest path, which no longer waits; undefined when none does. */
  pop(): WaitingNode | undefined {
    for (let entry = this.#leave(); entry !== undefined; entry = this.#leave()) {
      if (this.#taken.delete(entry)) continue;
      if (entry.group !== null) this.#groups.get(entry.group)?.delete(entry);
      return entry;
    }
    return undefined;
  }

  /** The nodes of a group that wait, those that fit, in the order in which they would be popped; they no longer wait. */
  takeGroup(group: string | null, fits: (id: string) => boolean): readonly string[] {
    const waiting = group === null ? undefined : this.#groups.get(group);
    const taken = [...(waiting ?? [])].filter(({ id }) => fits(id)).sort(byTurn);
    for (const entry of taken) {
      waiting?.delete(entry);
      this.#taken.add(entry);
    }
    return taken.map(({ id }) => id);
  }

  #enter(entry: Entry): void {
    const heap = this.#heap;
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

  #leave(): Entry | undefined {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    if (first === undefined || last === undefined || heap.length === 0) return first;
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
    return first;
  }
}

const byTurn = (a: Entry, b: Entry): number => b.path - a.path || a.order - b.order;

function goesBefore(a: Entry, b: Entry): boolean {
  return byTurn(a, b) < 0;
}
