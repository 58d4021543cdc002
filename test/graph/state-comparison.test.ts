import { describe, expect, it } from 'vitest';
import { manifestFromJson } from '../../src/graph/manifest-from-json.ts';
import type { Manifest } from '../../src/graph/manifest.ts';
import { resourceTypesOf } from '../../src/graph/selection/resource-types.ts';
import { selectNodes } from '../../src/graph/selection/select-nodes.ts';
import type { PreviousState } from '../../src/graph/state-comparison.ts';
import { linkManifest } from '../../src/graph/link.ts';
import type { MacroNode, ModelNode } from '../../src/graph/node.ts';
import { draftWith, modelNode } from './drafts.ts';
import { fixtureJson, fixtureManifest } from './support.ts';

function stateOf(manifest: Manifest): PreviousState {
  return { manifest, runResults: null, sources: null, currentSources: null };
}

function select(value: string, before: Manifest, now: Manifest) {
  return selectNodes({
    manifest: now,
    select: [value],
    exclude: [],
    selector: null,
    selectors: null,
    indirectSelection: 'empty',
    resourceTypes: resourceTypesOf('list'),
    includeEmptyNodes: true,
    previousState: stateOf(before),
  });
}

describe('state: as dbt compares 124 nodes that differ in one thing each', () => {
  const before = manifestFromJson(fixtureManifest('state-config-before'));
  const now = manifestFromJson(fixtureManifest('state-config-after'));
  const expected = fixtureJson('state-config-expected') as unknown as Record<string, string[]>;

  it.each(Object.entries(expected))('state:%s', (aspect, ids) => {
    expect(select(`state:${aspect}`, before, now).ids).toEqual([...ids].sort());
  });

  it('warns of every broken contract of an unversioned model', () => {
    const { warnings } = select('state:modified', before, now);
    const broken = warnings.filter((warning) => warning.code === 'TX1330').map((warning) => warning.nodeId);
    expect(broken.sort()).toEqual(
      ['cc', 'mc', 'off', 'rm', 'ty', 'view'].map((name) => `model.bad.t_contract_${name}`),
    );
  });
});

describe('state: in single things', () => {
  const manifestOf = (models: readonly ModelNode[], macros: readonly MacroNode[] = []) =>
    linkManifest(draftWith(models, { macros }), { now: new Date() }).manifest;

  it('a broken contract of a versioned model is an error that says what broke', () => {
    const versioned = (type: string) =>
      modelNode('m', {
        version: 1,
        contract: { enforced: true, checksum: type },
        columns: { id: { name: 'id', data_type: type } },
        config: { materialized: 'table' },
      });
    expect(() =>
      select('state:modified', manifestOf([versioned('int')]), manifestOf([versioned('text')])),
    ).toThrow('The type of column id changed: int to text');
  });

  it('a macro changes what calls it through others', () => {
    const macro = (name: string, macroSql: string, dependsOnMacros: string[]) =>
      ({
        uniqueId: `macro.shop.${name}`,
        name,
        packageName: 'shop',
        macroSql,
        dependsOnMacros,
      }) as unknown as MacroNode;
    const caller = modelNode('a', { depends_on: { macros: ['macro.shop.outer'], nodes: [] } });
    const macros = (text: string) => [
      macro('outer', 'o', ['macro.shop.inner']),
      macro('inner', text, ['macro.shop.outer']),
    ];
    const before = manifestOf([caller], macros('1'));
    expect(select('state:modified', before, manifestOf([caller], macros('1'))).ids).toEqual([]);
    expect(select('state:modified', before, manifestOf([caller], macros('2'))).ids).toEqual(['model.shop.a']);
    expect(select('state:modified.macros', before, manifestOf([caller], macros('2'))).ids).toEqual([
      'model.shop.a',
    ]);
  });
});
