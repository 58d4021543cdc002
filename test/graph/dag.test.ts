import { describe, expect, it } from 'vitest';
import { findCycle, reach, reverseEdges, topologicalOrder } from '../../src/graph/dag.ts';

function edges(lines: Record<string, string[]>): Map<string, string[]> {
  return new Map(Object.entries(lines));
}

describe('findCycle', () => {
  it('names the whole cycle in the direction of the data', () => {
    expect(findCycle(edges({ x: ['c'], b: ['a'], c: ['b'], a: ['c'], y: [] }))).toEqual(['a', 'b', 'c']);
  });

  it('finds a node that depends on itself', () => {
    expect(findCycle(edges({ a: ['a'] }))).toEqual(['a']);
  });

  it('is null for a diamond', () => {
    expect(findCycle(edges({ d: ['b', 'c'], b: ['a'], c: ['a'], a: [] }))).toBeNull();
  });

  it('walks a chain of 20,000 nodes', () => {
    const chain = new Map(Array.from({ length: 20_000 }, (_, i) => [`n${i}`, i === 0 ? [] : [`n${i - 1}`]]));
    expect(findCycle(chain)).toBeNull();
    expect(topologicalOrder(chain)).toHaveLength(20_000);
    chain.set('n0', ['n19999']);
    expect(findCycle(chain)).toHaveLength(20_000);
  });
});

describe('topologicalOrder', () => {
  it('puts every node behind its parents and ignores parents outside', () => {
    expect(topologicalOrder(edges({ d: ['b', 'c'], c: ['a', 'outside'], b: ['a', 'a'], a: [] }))).toEqual([
      'a',
      'c',
      'b',
      'd',
    ]);
  });
});

describe('reach', () => {
  const parents = edges({ d: ['b', 'c'], c: ['b'], b: ['a'], a: [] });

  it('gives ancestors to a depth', () => {
    expect([...reach(['d'], parents)].sort()).toEqual(['a', 'b', 'c']);
    expect([...reach(['d'], parents, 1)].sort()).toEqual(['b', 'c']);
    expect([...reach(['d'], parents, 0)]).toEqual([]);
  });

  it('gives descendants along reversed edges', () => {
    expect([...reach(['b'], reverseEdges(parents))].sort()).toEqual(['c', 'd']);
  });
});
