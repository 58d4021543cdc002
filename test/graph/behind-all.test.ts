import { describe, expect, it } from 'vitest';
import { firstBehindAll } from '../../src/graph/behind-all.ts';
import { reach, reverseEdges, type Edges } from '../../src/graph/dag.ts';
import { seededRandom } from '../torture/seeded-random.ts';

describe('what is behind all of a group', () => {
  const diamond: Edges = new Map([
    ['a', []],
    ['b', ['a']],
    ['c', ['a']],
    ['d', ['b', 'c']],
    ['e', ['d']],
  ]);

  it('are the first nodes with the whole group above them', () => {
    const groups = [['b', 'c'], ['a'], ['a', 'b'], ['e'], [], ['b', 'elsewhere']];
    expect(firstBehindAll(groups, diamond)).toEqual([['d'], ['b', 'c'], ['d'], [], [], []]);
  });

  it.each([1, 2, 3, 4, 5])('is what walking down from each of the group finds: seed %i', (seed) => {
    const random = seededRandom(seed);
    const pick = (below: number): number => Math.floor(random() * below);
    const name = (index: number): string => `n${index}`;
    const size = 60;
    const parents: Edges = new Map(
      Array.from({ length: size }, (_, index) => [
        name(index),
        [...new Set(Array.from({ length: pick(4) }, () => name(pick(index))))].filter(() => index > 0),
      ]),
    );
    const groups = Array.from({ length: 80 }, (_, index) => [
      ...new Set(Array.from({ length: 1 + pick(index === 7 ? 45 : 3) }, () => name(pick(size / 2)))),
    ]);
    const children = reverseEdges(parents);
    const behind = (group: readonly string[]): string[] => {
      const below = group.map((id) => reach([id], children));
      return [...parents.keys()].filter((id) => !group.includes(id) && below.every((set) => set.has(id)));
    };
    const expected = groups.map((group) => {
      const all = behind(group);
      return all.filter((id) => !parents.get(id)?.some((parent) => all.includes(parent))).sort();
    });
    expect(firstBehindAll(groups, parents).map((ids) => ids.toSorted())).toEqual(expected);
    expect(expected.some((ids) => ids.length > 0)).toBe(true);
  });
});
