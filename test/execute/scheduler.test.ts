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
  } = {},
): Promise<Observed> {
  const log: string[] = [];
  const slots = new Set<number>();
  let most = 0;
  let stopped = false;
  await runGraph(graph, {
    threads: options.threads ?? 1,
    expectedSeconds: (id) => options.seconds?.[id],
    stopped: () => stopped,
    run: async (id, slot): Promise<Outcome> => {
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
    skip: (id, causedBy) => log.push(`skip ${id} by ${causedBy}`),
  });
  return { log, most };
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
