import { afterEach, describe, expect, it } from 'vitest';
import type { NodeHead } from '../../../src/graph/node-head.ts';
import { decodeHeads, encodeHeads } from '../../../src/parse/cache/node-heads.ts';
import { runTx, scratchFolder, shopFiles, type ScratchFolder } from '../../support/run-tx.ts';

describe('heads of nodes in the cache', () => {
  let folder: ScratchFolder | null = null;
  afterEach(() => folder?.remove());

  it('come back as they were, names with dots and selectors with a method too', () => {
    const head = { isEnabled: true, isEmpty: false, isVersioned: false };
    const heads: readonly NodeHead[] = [
      { ...head, uniqueId: 'a', resourceType: 'model', fqn: ['shop', 'x', 'a'], selector: 'shop.x.a' },
      {
        ...head,
        uniqueId: 'b',
        resourceType: 'model',
        fqn: ['shop', 'x.y'],
        selector: 'shop.x.y',
        isEmpty: true,
      },
      {
        ...head,
        uniqueId: 'c',
        resourceType: 'source',
        fqn: ['shop', 'crm', 'c'],
        selector: 'source:shop.crm.c',
      },
      {
        ...head,
        uniqueId: 'd',
        resourceType: 'model',
        fqn: ['shop', 'd', 'v2'],
        selector: 'shop.d.v2',
        isVersioned: true,
      },
      {
        ...head,
        uniqueId: 'e',
        resourceType: 'test',
        fqn: ['shop', 'e'],
        selector: 'shop.e',
        isEnabled: false,
      },
    ];
    expect(decodeHeads(encodeHeads(heads), ['a', 'b', 'c', 'd', 'e'])).toEqual(heads);
  });

  it('select what whole nodes select, after an edit and a cycle too', async () => {
    folder = scratchFolder(
      shopFiles({
        'models/a.sql': 'select 1 as id',
        'models/b.sql': "select * from {{ ref('a') }}",
        'models/empty.sql': ' ',
        'models/schema.yml': 'models:\n  - name: a\n    columns: [{name: id, data_tests: [unique]}]\n',
      }),
    );
    const { path: cwd } = folder;
    const list = async (...args: readonly string[]): Promise<string> =>
      (await runTx(['--quiet', 'ls', ...args], { cwd })).stdout;
    const both = async (...args: readonly string[]): Promise<readonly string[]> => [
      await list(...args),
      await list(...args),
      await list('--no-partial-parse', ...args),
    ];
    for (const args of [
      [],
      ['--select', 'a+'],
      ['--select', 'shop.b'],
      ['--exclude', 'resource_type:test'],
    ]) {
      const [cold, warm, whole] = await both(...args);
      expect(warm).toBe(cold);
      expect(warm).toBe(whole);
    }
    folder.write({ 'models/b.sql': "select *, 1 as n from {{ ref('a') }}" });
    expect(await list()).toContain('shop.b');
    folder.write({ 'models/a.sql': "select 1 as id from {{ ref('b') }}" });
    const { code, stderr } = await runTx(['ls'], { cwd });
    expect([code, stderr]).toEqual([2, expect.stringContaining('model.shop.a --> model.shop.b')]);
  });
});
