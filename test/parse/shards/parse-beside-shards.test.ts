import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { parseThreads } from '../../../src/cli/parse-threads.ts';
import type { ShardOnItsWay, ShardRequest, ShardThreads } from '../../../src/parse/shards/shard.ts';
import { comparableOpening, openScratch, type OpenOptions } from '../../support/open-scratch.ts';
import { scratchFolder, type ScratchFolder } from '../../support/run-tx.ts';
import { gardenFiles } from '../cache/garden.ts';

const PROGRAM = path.resolve(import.meta.dirname, '../../../bin/parse-thread.cjs');

/** The program's own threads, for projects of any size; notes what is started. */
function smallThreads(count: number, file = PROGRAM): ShardThreads & { readonly started: ShardOnItsWay[] } {
  const started: ShardOnItsWay[] = [];
  const threads = parseThreads(file) ?? expect.fail('there is one processor only');
  return {
    started,
    count,
    fromModels: 1,
    start(request: ShardRequest) {
      const shard = threads.start(request);
      started.push(shard);
      return shard;
    },
  };
}

const MORE: Readonly<Record<string, string>> = {
  'models/east/e1.sql': "{{ config(tags=['east', env_var('GARDEN_TAG', 'dry')]) }} select 1 as id",
  'models/east/e2.sql':
    "{{ config(materialized='table') }} select * from {{ ref('e1') }} -- {{ cents('2') }}",
  'models/east/e3.sql': "{{ config(tags=['pots_' ~ var('pots')]) }} select 1 as id",
  'models/east/off.sql': '{{ config(enabled=false) }} select 1 as id',
  'models/east/east.yml': `models:
  - name: e3
    description: "{{ doc('soil') }}"
    data_tests: [{unique: {arguments: {column_name: id}, config: {tags: [slow]}}}]
  - name: e1
    columns: [{name: id, data_tests: [unique, not_null, {accepted_values: {arguments: {values: ["{{ var('pots') }}"]}}}]}]
  - name: off
    columns: [{name: id, data_tests: [unique]}]
`,
  'models/west/w1.sql': "select * from {{ ref('e2') }}",
  'models/west/w2.sql': "{% set given = print('west says') %}select 1 as id",
  'models/west/a.yml':
    'models: [{name: w1, columns: [{name: id, data_tests: [{relationships: {arguments: {to: ref("e1"), field: id}}}]}]}]\n',
  'models/west/b.yml':
    'models: [{name: w2, config: {meta: {owner: Rose}}, columns: [{name: id, quote: true, data_tests: [not_null]}]}]\n',
};

describe('a project parsed with threads', () => {
  let folder: ScratchFolder | null = null;
  afterEach(() => folder?.remove());

  /** What one thread and several say of the same project, and how many models the others took. */
  const both = async (files: Readonly<Record<string, string>>, count = 2, options: OpenOptions = {}) => {
    folder = scratchFolder({ ...gardenFiles(), ...MORE, ...files });
    const whole = { partialParse: false, ...options };
    const threads = smallThreads(count);
    const alone = await openScratch(folder.path, whole);
    const together = await openScratch(folder.path, { ...whole, parseThreads: threads });
    const contents = await Promise.all(threads.started.map(({ content }) => content.catch(() => null)));
    const taken = contents.reduce((sum, content) => sum + (content?.models.length ?? 0), 0);
    return { alone: sorted(comparableOpening(alone)), together: sorted(comparableOpening(together)), taken };
  };

  /** Threads tell what they find after the rest. */
  const sorted = (opening: unknown): unknown => {
    const found = opening as { readonly errors?: readonly unknown[]; readonly warnings: readonly unknown[] };
    const inOrder = (list: readonly unknown[]): readonly string[] =>
      list.map((each) => JSON.stringify(each)).sort();
    return { ...found, errors: inOrder(found.errors ?? []), warnings: inOrder(found.warnings) };
  };

  it.each([1, 2, 3, 5])('is the same project, with %i of them', async (count) => {
    const { alone, together, taken } = await both({}, count);
    expect(together).toEqual(alone);
    expect(taken).toBeGreaterThan(0);
  });

  it('under other variables and another environment', async () => {
    const options = { vars: { pots: 9, day: '2026-02-02' }, environment: { GARDEN_TAG: 'wet' } };
    const { alone, together } = await both({}, 3, options);
    expect(together).toEqual(alone);
    expect(JSON.stringify(together)).toContain('"wet"');
  });

  it.each<readonly [string, Readonly<Record<string, string>>]>([
    ['a broken template', { 'models/west/w2.sql': 'select {{ 1 + }} as id' }],
    ['a broken property file', { 'models/west/b.yml': 'models: [{name: w2' }],
    ['an unknown key', { 'models/west/b.yml': 'models: [{name: w2, descripton: no}]\n' }],
    ['an unknown test', { 'models/west/b.yml': 'models: [{name: w2, data_tests: [weeds]}]\n' }],
    [
      'an unknown docs block',
      { 'models/west/b.yml': 'models: [{name: w2, description: "{{ doc(\'w\') }}"}]\n' },
    ],
    ['a description of nothing', { 'models/west/b.yml': 'models: [{name: w2}, {name: e22}]\n' }],
    ['two descriptions of one model', { 'models/west/b.yml': 'models: [{name: w2}, {name: e1}]\n' }],
    ['two models of one name', { 'models/west/e1.sql': 'select 2' }],
    ['a reference to nothing', { 'models/west/w1.sql': "select * from {{ ref('e4') }}" }],
    [
      'versions whose files others describe',
      {
        'models/west/b.yml':
          'models: [{name: w, versions: [{v: 1, defined_in: e1}, {v: 2, defined_in: w2}]}]\n',
      },
    ],
    [
      'a version with the name of a model',
      {
        'models/east/x_v1.sql': 'select 1',
        'models/east/east.yml': 'models: [{name: x_v1}]\n',
        'models/west/b.yml': 'models: [{name: x, versions: [{v: 1}]}]\n',
      },
    ],
  ])('with the same findings: %s', async (_, files) => {
    for (const count of [1, 3]) {
      const { alone, together } = await both(files, count);
      expect(together).toEqual(alone);
      folder?.remove();
    }
  });

  it('keeps what was read, so that the cache notices other variables', async () => {
    folder = scratchFolder({ ...gardenFiles(), ...MORE });
    await openScratch(folder.path, { parseThreads: smallThreads(3) });
    const vars = { pots: 4 };
    const patched = await openScratch(folder.path, { vars });
    const whole = await openScratch(folder.path, { vars, partialParse: false });
    expect(comparableOpening(patched)).toEqual(comparableOpening(whole));
    expect(JSON.stringify(comparableOpening(patched))).toContain('"pots_4"');
  });

  it('is parsed in one piece when a thread fails, with a note', async () => {
    folder = scratchFolder({ ...gardenFiles(), ...MORE, 'broken.cjs': 'throw new Error("no memory left")' });
    const parseThreads = smallThreads(2, path.join(folder.path, 'broken.cjs'));
    const together = await openScratch(folder.path, { partialParse: false, parseThreads });
    const alone = await openScratch(folder.path, { partialParse: false });
    expect(comparableOpening(together)).toEqual(comparableOpening(alone));
    expect(together.notes).toContainEqual(expect.stringContaining('no memory left'));
  });

  it('hears a thread that ended before its messages were looked at', async () => {
    const messages = [
      { kind: 'content', content: { documents: [], models: [7] } },
      { kind: 'nodes', nodes: 'nodes' },
      { kind: 'end' },
    ];
    folder = scratchFolder({
      'quick.cjs': `for (const message of ${JSON.stringify(messages)}) require('node:worker_threads').parentPort.postMessage(message);`,
    });
    const request = { properties: [] } as unknown as ShardRequest;
    const shard = smallThreads(1, path.join(folder.path, 'quick.cjs')).start(request);
    // Nothing is looked at while this thread sleeps.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1000);
    await expect(shard.content).resolves.toEqual({ documents: [], models: [7] });
    await expect(shard.nodes).resolves.toEqual(['nodes']);
  });

  it('stays with one thread below the size that pays', async () => {
    folder = scratchFolder({ ...gardenFiles(), ...MORE });
    const parseThreads = { ...smallThreads(2), fromModels: 1000 };
    await openScratch(folder.path, { partialParse: false, parseThreads });
    expect(parseThreads.started).toEqual([]);
  });
});
