/** Nodes that wait for a thread, longest path first, then in order of arrival: a binary heap. */
export class ReadyQueue {
  readonly #heap: { id: string; path: number; order: number }[] = [];
  readonly #paths: ReadonlyMap<string, number>;
  readonly #groupOf: (id: string) => string | null;
  readonly #groups = new Map<string, Set<string>>();
  /** Nodes still in the heap that have gone with another of their group. */
  readonly #taken = new Set<string>();
  #arrivals = 0;

  /** `paths` gives each node's length of path, `groupOf` the group that it can be taken with. */
  constructor(paths: ReadonlyMap<string, number>, groupOf: (id: string) => string | null = () => null) {
    this.#paths = paths;
    this.#groupOf = groupOf;
  }

  /** Puts in a node that waits for nothing but a thread. */
  push(id: string): void {
    this.#enter(id);
    const group = this.#groupOf(id);
    if (group === null) return;
    const waiting = this.#groups.get(group);
    if (waiting) waiting.add(id);
    else this.#groups.set(group, new Set([id]));
  }

  /** The node with the longest path, which no longer waits; undefined when none does. */
  pop(): string | undefined {
    for (let id = this.#leave(); id !== undefined; id = this.#leave()) {
      if (this.#taken.delete(id)) continue;
      this.#waitingWith(id)?.delete(id);
      return id;
    }
    return undefined;
  }

  /** The nodes that wait and are of the same group as one that was popped, those that fit; they no longer wait. */
  takeGroupOf(id: string, fits: (other: string) => boolean): readonly string[] {
    const waiting = this.#waitingWith(id);
    const taken = [...(waiting ?? [])].filter(fits);
    for (const other of taken) {
      waiting?.delete(other);
      this.#taken.add(other);
    }
    return taken;
  }

  #waitingWith(id: string): Set<string> | undefined {
    const group = this.#groupOf(id);
    return group === null ? undefined : this.#groups.get(group);
  }

  #enter(id: string): void {
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

  #leave(): string | undefined {
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
