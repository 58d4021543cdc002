import { expect, it } from 'vitest';
import type { Manifest } from '../../src/graph/manifest.ts';
import type { GraphNode } from '../../src/graph/node.ts';
import { runFingerprintOf } from '../../src/ledger/run-fingerprint.ts';

it('of a model over many layers of ephemeral ones is made of each of them once', () => {
  const layers = Array.from({ length: 60 }, (_, layer) => [`a${layer}`, `b${layer}`]);
  const nodes = new Map<string, GraphNode>();
  const parents = new Map<string, readonly string[]>();
  layers.forEach((ids, layer) => {
    for (const id of ids) {
      let looks = 0;
      const node = {
        uniqueId: id,
        resourceType: 'model',
        config: { materialized: layer === 59 ? 'table' : 'ephemeral' },
        columns: new Map(),
        contract: { enforced: false },
        dependsOn: { macros: [], nodes: [] },
        get rawCode() {
          expect(++looks).toBeLessThan(10);
          return `select ${id}`;
        },
      };
      nodes.set(id, node as unknown as GraphNode);
      parents.set(id, layers[layer - 1] ?? []);
    }
  });
  const manifest = { nodes, parents, macros: new Map() } as unknown as Manifest;
  expect(runFingerprintOf(manifest, 'a59')).toMatch(/^[0-9a-f]{32}$/);
});
