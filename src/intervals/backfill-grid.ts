import type { Interval } from './interval.ts';

/** How a node takes part in a backfill. */
export type GridRole =
  /** Run once, before every interval: it does not depend on them. */
  | 'once-before'
  /** Run for each of its intervals. */
  | 'per-interval'
  /** Run for the first interval alone; later ones wait for it too. */
  | 'first-interval'
  /** Run once, behind every interval: it reads what they made. */
  | 'once-after';

/** A node of the grid: unique id, its selected parents, and how it takes part. */
export interface GridNode {
  readonly id: string;
  readonly parents: readonly string[];
  readonly role: GridRole;
  /** An interval waits for the one before it, because the node reads what that one made. */
  readonly dependsOnPast: boolean;
  /** Holds one interval at a time, so that the next may replace it only when its readers have read it. */
  readonly transient: boolean;
  /** A view: who reads it reads its parents. */
  readonly passesThrough: boolean;
  /** Positions, in the grid's intervals, of those that are to be built; all of them when absent. */
  readonly only?: ReadonlySet<number>;
}

/** One piece of work: a node for one interval, a node that runs once, or the end of an interval (`nodeId` null). */
export interface GridCell {
  readonly id: string;
  readonly nodeId: string | null;
  /** Position among the intervals; null for what runs once. */
  readonly position: number | null;
}

/** Work in the form in which the scheduler takes it, with what each piece is. */
export interface BackfillGrid {
  readonly ids: readonly string[];
  /** Must have succeeded before. */
  readonly parents: ReadonlyMap<string, readonly string[]>;
  /** Must have ended before, however it ended. */
  readonly after: ReadonlyMap<string, readonly string[]>;
  readonly cells: ReadonlyMap<string, GridCell>;
}

/**
 * The grid node × interval. An interval of a node waits for the same interval of its parents; intervals of one node run
 * one after the other, in order of time, because they write one relation; at most `maxActive` intervals are in flight.
 */
export function backfillGrid(
  nodes: readonly GridNode[],
  intervals: readonly Interval[],
  maxActive: number,
): BackfillGrid {
  const builder = new GridBuilder(nodes, intervals);
  for (const node of nodes) builder.place(node);
  for (const node of nodes) if (node.transient) builder.holdForReaders(node);
  builder.boundIntervals(Math.max(1, Math.floor(maxActive)));
  return builder.grid();
}

class GridBuilder {
  readonly #cells = new Map<string, GridCell>();
  readonly #parents = new Map<string, Set<string>>();
  readonly #after = new Map<string, Set<string>>();
  readonly #nodes: ReadonlyMap<string, GridNode>;
  readonly #children = new Map<string, GridNode[]>();
  readonly #intervals: readonly Interval[];

  constructor(nodes: readonly GridNode[], intervals: readonly Interval[]) {
    this.#nodes = new Map(nodes.map((node) => [node.id, node]));
    this.#intervals = intervals;
    for (const node of nodes) {
      for (const parent of node.parents) {
        this.#children.set(parent, [...(this.#children.get(parent) ?? []), node]);
      }
      for (const position of this.#positions(node)) this.#add(node.id, position);
    }
  }

  /** Adds the edges of a node's cells. */
  place(node: GridNode): void {
    const positions = this.#positions(node);
    positions.forEach((position, index) => {
      const id = cellId(node.id, position);
      for (const parent of node.parents) this.#waitFor(id, parent, position);
      const before = positions[index - 1];
      if (before === undefined || position === null) return;
      const edges = node.dependsOnPast ? this.#parents : this.#after;
      edges.get(id)?.add(cellId(node.id, before));
    });
  }

  /** What holds one interval at a time is built for the next one behind everything that reads it. */
  holdForReaders(node: GridNode): void {
    const readers = this.#readersOf(node.id);
    const positions = this.#positions(node);
    positions.forEach((position, index) => {
      const before = positions[index - 1];
      if (before === undefined || position === null) return;
      for (const reader of readers) {
        const cell = cellId(reader, before);
        if (this.#cells.has(cell)) this.#after.get(cellId(node.id, position))?.add(cell);
      }
    });
  }

  /** Nodes that read a node's relation, directly or through views. */
  #readersOf(id: string): ReadonlySet<string> {
    const found = new Set<string>();
    const pending = [id];
    for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
      for (const child of this.#children.get(at) ?? []) {
        if (found.has(child.id)) continue;
        found.add(child.id);
        if (child.passesThrough) pending.push(child.id);
      }
    }
    return found;
  }

  /** Ends each interval with a cell of its own, which the interval `maxActive` further on waits for. */
  boundIntervals(maxActive: number): void {
    const byPosition = this.#intervals.map((): string[] => []);
    for (const { id, position } of this.#cells.values()) {
      if (position !== null) byPosition[position]?.push(id);
    }
    const used = byPosition.flatMap((ids, position) => (ids.length > 0 ? [position] : []));
    used.forEach((position, index) => {
      const end = cellId('', position);
      this.#cells.set(end, { id: end, nodeId: null, position });
      this.#parents.set(end, new Set());
      this.#after.set(end, new Set(byPosition[position]));
      const blocking = used[index - maxActive];
      if (blocking === undefined) return;
      for (const id of byPosition[position] ?? []) this.#after.get(id)?.add(cellId('', blocking));
    });
  }

  grid(): BackfillGrid {
    const lists = (edges: ReadonlyMap<string, ReadonlySet<string>>): Map<string, readonly string[]> =>
      new Map([...edges].map(([id, set]) => [id, [...set]]));
    return {
      ids: [...this.#cells.keys()],
      parents: lists(this.#parents),
      after: lists(this.#after),
      cells: this.#cells,
    };
  }

  #add(nodeId: string, position: number | null): void {
    const id = cellId(nodeId, position);
    this.#cells.set(id, { id, nodeId, position });
    this.#parents.set(id, new Set());
    this.#after.set(id, new Set());
  }

  #positions(node: GridNode): readonly (number | null)[] {
    if (node.role === 'once-before' || node.role === 'once-after') return [null];
    const all = this.#intervals.map((_, position) => position);
    const { only } = node;
    const own = only === undefined ? all : all.filter((position) => only.has(position));
    return node.role === 'first-interval' ? own.slice(0, 1) : own;
  }

  /** A cell waits for its parent's cell of the same interval; for all of them where it runs once itself. */
  #waitFor(id: string, parentId: string, position: number | null): void {
    const parent = this.#nodes.get(parentId);
    if (parent === undefined) return;
    // What is asked at the end cannot hold back an interval.
    if (parent.role === 'once-after' && position !== null) return;
    const positions =
      parent.role !== 'per-interval' || position === null ? this.#positions(parent) : [position];
    if (parent.role === 'first-interval' && position !== null && position < (positions[0] ?? 0)) return;
    for (const at of positions) {
      const wanted = cellId(parentId, at);
      if (this.#cells.has(wanted)) this.#parents.get(id)?.add(wanted);
      // What is left out here was built before; what the parent itself would have waited for still counts.
      else for (const further of parent.parents) this.#waitFor(id, further, position);
    }
  }
}

/** The id of a cell: the node's, with the position of its interval. */
function cellId(nodeId: string, position: number | null): string {
  return position === null ? nodeId : `${nodeId}@${position}`;
}
