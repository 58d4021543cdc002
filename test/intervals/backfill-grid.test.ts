import { describe, expect, it } from 'vitest';
import { backfillGrid, type BackfillGrid, type GridNode } from '../../src/intervals/backfill-grid.ts';
import { intervalsBetween } from '../../src/intervals/boundaries.ts';

const intervals = intervalsBetween('2026-05-01T00:00:00Z', '2026-05-05T00:00:00Z', {
  grain: 'day',
  timeZone: 'UTC',
});
const node = (id: string, parents: readonly string[] = [], more: Partial<GridNode> = {}): GridNode => ({
  id,
  parents,
  role: 'per-interval',
  dependsOnPast: false,
  transient: false,
  passesThrough: false,
  ...more,
});

/** Runs a grid with as many threads as it likes, in a random order; gives the cells in the order of their ends. */
function play(
  grid: BackfillGrid,
  random: (below: number) => number,
  observe?: (running: ReadonlySet<string>) => void,
) {
  const done: string[] = [];
  const running = new Set<string>();
  const waits = (id: string): readonly string[] => [
    ...(grid.parents.get(id) ?? []),
    ...(grid.after.get(id) ?? []),
  ];
  while (done.length < grid.ids.length) {
    const startable = grid.ids.filter(
      (id) => !running.has(id) && !done.includes(id) && waits(id).every((other) => done.includes(other)),
    );
    startable.forEach((id) => running.add(id));
    observe?.(running);
    const going = [...running];
    const next = going[random(going.length)];
    if (next === undefined) throw new Error(`stuck after ${done.join(' ')}`);
    running.delete(next);
    done.push(next);
  }
  return done;
}

const GRAPH = [
  node('seed', [], { role: 'once-before' }),
  node('a', ['seed']),
  node('b', ['a'], { dependsOnPast: true }),
  node('view', ['a']),
  node('c', ['b', 'view']),
  node('total', ['c'], { role: 'once-after' }),
];

describe('backfillGrid', () => {
  it('has a cell for each node and interval, and waits for the parents of the same interval', () => {
    const grid = backfillGrid(GRAPH, intervals, 4);
    expect(grid.ids).toHaveLength(2 + 4 * 4 + 4);
    expect(grid.parents.get('c@2')).toEqual(['b@2', 'view@2']);
    expect(grid.parents.get('a@3')).toEqual(['seed']);
    expect(grid.parents.get('total')).toEqual(['c@0', 'c@1', 'c@2', 'c@3']);
  });

  it('waits for its own past: to have succeeded where the node depends on it, else to have ended', () => {
    const grid = backfillGrid(GRAPH, intervals, 4);
    expect(grid.parents.get('b@1')).toEqual(['a@1', 'b@0']);
    expect(grid.parents.get('a@1')).toEqual(['seed']);
    expect(grid.after.get('a@1')).toEqual(['a@0']);
  });

  it.each([1, 2, 3, 10])('keeps at most %s intervals in flight, each node in order of time', (maxActive) => {
    let seed = maxActive;
    const random = (below: number): number => (seed = (seed * 48_271) % 2_147_483_647) % below;
    let most = 0;
    const grid = backfillGrid(GRAPH, intervals, maxActive);
    for (let round = 0; round < 50; round += 1) {
      const done = play(grid, random, (running) => {
        const active = new Set(
          [...running].map((id) => grid.cells.get(id)?.position).filter((at) => at !== null),
        );
        most = Math.max(most, active.size);
      });
      for (const name of ['a', 'b', 'c', 'view']) {
        const own = done.filter((id) => id.startsWith(`${name}@`));
        expect(own).toEqual([...own].sort());
      }
      expect(done[0]).toBe('seed');
      expect(done.indexOf('total')).toBeGreaterThan(done.indexOf('c@3'));
    }
    expect(most).toBe(Math.min(maxActive, intervals.length));
  });

  it('does not replace what holds one interval before its readers have read it', () => {
    const grid = backfillGrid(
      [
        node('day', [], { transient: true }),
        node('view', ['day'], { passesThrough: true }),
        node('x', ['view']),
        node('y', ['x']),
      ],
      intervals,
      4,
    );
    expect(grid.after.get('day@2')).toEqual(['day@1', 'view@1', 'x@1']);
  });

  it('leaves out intervals that need not be built, and waits through them', () => {
    const grid = backfillGrid(
      [node('a'), node('b', ['a'], { only: new Set([1]) }), node('c', ['b'])],
      intervals,
      4,
    );
    expect(grid.ids.filter((id) => id.startsWith('b'))).toEqual(['b@1']);
    expect(grid.parents.get('c@0')).toEqual(['a@0']);
    expect(grid.parents.get('c@1')).toEqual(['b@1']);
  });

  it('counts the intervals that have work alone', () => {
    const grid = backfillGrid([node('a', [], { only: new Set([0, 3]) })], intervals, 1);
    expect(grid.after.get('a@3')).toEqual(['a@0', '@0']);
    expect(grid.ids).toEqual(['a@0', 'a@3', '@0', '@3']);
  });
});
