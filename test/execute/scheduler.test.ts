import { describe, expect, it } from 'vitest';
import { runGraph, type Outcome, type WorkGraph } from '../../src/execute/scheduler.ts';

/** A graph from `child: parents`. */
function graphOf(parentsOf: Readonly<Record<string, readonly string[]>>): WorkGraph {
  const ids = Object.keys(parentsOf);
  const children = new Map<string, string[]>(ids.map((id) => [id, []]));
  for (const [id, parents] of Object.entries(parentsOf)) {
    for (const parent of parents) children.get(parent)?.push(id);
  }
  return { ids, parents: new Map(Object.entries(parentsOf)), children };
}

interface Observed {
  readonly log: readonly string[];
  /** The nodes that each node went with. */
  readonly together: ReadonlyMap<string, readonly string[]>;
  readonly most: number;
}

/** Runs a graph whose nodes take one turn of the event loop for each of their `turns`, and tells what happened when. */
async function observe(
  graph: WorkGraph,
  options: {
    readonly threads?: number;
    readonly seconds?: Readonly<Record<string, number>>;
    readonly turns?: Readonly<Record<string, number>>;
    readonly failing?: readonly string[];
    readonly stopAfter?: string;
    readonly groups?: Readonly<Record<string, string>>;
    readonly alone?: readonly string[];
  } = {},
): Promise<Observed> {
  const log: string[] = [];
  const gone = new Map<string, readonly string[]>();
  const slots = new Set<number>();
  let most = 0;
  let stopped = false;
  await runGraph(graph, {
    threads: options.threads ?? 1,
    expectedSeconds: (id) => options.seconds?.[id],
    stopped: () => stopped,
    run: async (id, slot, together): Promise<Outcome> => {
      gone.set(id, together);
      expect(slots.has(slot)).toBe(false);
      slots.add(slot);
      most = Math.max(most, slots.size);
      log.push(`start ${id}`);
      for (let turn = 0; turn < (options.turns?.[id] ?? 1); turn += 1) await Promise.resolve();
      log.push(`end ${id}`);
      slots.delete(slot);
      if (id === options.stopAfter) stopped = true;
      return options.failing?.includes(id) ? 'skip-children' : 'continue';
    },
    groupOf: (id) => options.groups?.[id] ?? null,
    goesAlone: (id) => options.alone?.includes(id) ?? false,
    skip: (id, causedBy) => log.push(`skip ${id} by ${causedBy}`),
  });
  return { log, together: gone, most };
}

const startsOf = ({ log }: Observed): readonly string[] =>
  log.filter((line) => line.startsWith('start ')).map((line) => line.slice(6));

describe('the scheduler', () => {
  it('runs every node once, after all of its parents', async () => {
    const graph = graphOf({ d: ['b', 'c'], b: ['a'], c: ['a'], a: [] });
    const { log } = await observe(graph, { threads: 4, turns: { b: 5 } });
    expect(log).toHaveLength(8);
    for (const [id, parents] of graph.parents) {
      for (const parent of parents)
        expect(log.indexOf(`end ${parent}`)).toBeLessThan(log.indexOf(`start ${id}`));
    }
  });

  it('never runs more nodes at once than it has threads, and as many when there is work', async () => {
    const graph = graphOf(Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`n${index}`, []])));
    expect((await observe(graph, { threads: 3, turns: { n0: 9 } })).most).toBe(3);
    expect((await observe(graph, { threads: 50 })).most).toBe(20);
  });

  it('starts with the longest path in seconds, not with the most nodes', async () => {
    const graph = graphOf({ many: [], m1: ['many'], m2: ['m1'], long: [], l1: ['long'] });
    expect(startsOf(await observe(graph, { seconds: { l1: 60 } }))[0]).toBe('long');
    expect(startsOf(await observe(graph))[0]).toBe('many');
  });

  it('keeps the order of the graph where paths are of one length', async () => {
    expect(startsOf(await observe(graphOf({ c: [], a: [], b: [] })))).toEqual(['c', 'a', 'b']);
  });

  it('skips everything below a failure and names the node that caused it', async () => {
    const graph = graphOf({ bad: [], child: ['bad'], grandchild: ['child'], other: [] });
    const { log } = await observe(graph, { failing: ['bad'] });
    expect(log).toContain('skip child by bad');
    expect(log).toContain('skip grandchild by child');
    expect(log).toContain('end other');
  });

  describe('with nodes that go together', () => {
    const graph = graphOf({ a: [], b: [], c: [], late: ['slow'], slow: [], bad: [], skipped: ['bad'] });
    const groups = { a: 'one', b: 'one', c: 'two', late: 'one', skipped: 'one' };

    it('runs those of a group that are ready on one thread, one after the other', async () => {
      const seen = await observe(graph, { threads: 7, turns: { slow: 9 }, groups });
      expect(seen.log.indexOf('start b')).toBeGreaterThan(seen.log.indexOf('end a'));
      expect(seen.log.indexOf('start c')).toBeLessThan(seen.log.indexOf('end a'));
      expect(seen.together.get('b')).toEqual(['a', 'b']);
      expect(seen.together.get('late')).toEqual(['late']);
      expect(seen.log.filter((line) => line.startsWith('start'))).toHaveLength(7);
    });

    it('starts none that is not ready, and none that is skipped', async () => {
      const { log, together } = await observe(graph, { threads: 1, failing: ['bad'], groups });
      expect(together.get('a')).toEqual(['a', 'b', 'late']);
      expect(log).toContain('skip skipped by bad');
      expect(log.indexOf('end slow')).toBeLessThan(log.indexOf('start late'));
    });

    it('starts no other of them after a stop', async () => {
      const { log } = await observe(graph, { threads: 1, seconds: { a: 9 }, stopAfter: 'a', groups });
      expect(log).toContain('skip b by null');
      expect(log).not.toContain('start b');
    });

    it('runs those with the longest path first', async () => {
      const seconds = { a: 1, b: 3, c: 2 };
      const all = { a: 'one', b: 'one', c: 'one' };
      const seen = await observe(graphOf({ a: [], b: [], c: [] }), { seconds, groups: all });
      expect(seen.together.get('b')).toEqual(['b', 'c', 'a']);
      expect(startsOf(seen)).toEqual(['b', 'c', 'a']);
    });

    it('lets one that turns out to go alone wait again by itself, for any thread', async () => {
      const one = Object.fromEntries(['a', 'b', 'c', 'd'].map((id) => [id, 'one']));
      const seen = await observe(graphOf({ a: [], b: [], c: [], d: [] }), {
        threads: 2,
        turns: { b: 9, c: 9, d: 9 },
        groups: one,
        alone: ['a', 'c', 'd'],
      });
      expect(startsOf(seen)).toEqual(['a', 'c', 'b', 'd']);
      expect(seen.together.get('c')).toEqual(['c']);
      expect(seen.log.indexOf('start b')).toBeLessThan(seen.log.indexOf('end c'));
      expect(seen.together.get('b')).toEqual(['a', 'b', 'c', 'd']);
    });

    it('lets what waits for one of them start before the others', async () => {
      const waiting = graphOf({ a: [], b: [], c: [], next: ['a'] });
      const { log } = await observe(waiting, { threads: 2, turns: { b: 9 }, groups });
      expect(log.indexOf('start next')).toBeLessThan(log.indexOf('end b'));
    });
  });

  it('lets running nodes end after a stop, starts no other, and skips the rest without a cause', async () => {
    const graph = graphOf({ first: [], slow: [], late: [], below: ['slow'] });
    const { log } = await observe(graph, {
      threads: 2,
      turns: { slow: 9 },
      seconds: { first: 9 },
      stopAfter: 'first',
    });
    expect(log).toContain('end slow');
    expect(log).toContain('skip late by null');
    expect(log).toContain('skip below by null');
  });

  it('fails when a node throws against the contract', async () => {
    const running = runGraph(graphOf({ a: [] }), {
      threads: 1,
      stopped: () => false,
      run: () => Promise.reject(new Error('broken')),
      skip: () => undefined,
    });
    await expect(running).rejects.toThrow('broken');
  });

  it('ends at once with nothing to do', async () => {
    expect((await observe(graphOf({}))).log).toEqual([]);
  });
});
