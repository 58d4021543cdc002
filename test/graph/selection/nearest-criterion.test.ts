import { describe, expect, it } from 'vitest';
import { manifestFromJson } from '../../../src/graph/manifest-from-json.ts';
import { selectNodes } from '../../../src/graph/selection/select-nodes.ts';
import { fixtureManifest } from '../support.ts';

describe('a criterion that matches nothing', () => {
  const manifest = manifestFromJson(fixtureManifest('shop'));
  const hints = (select: string): readonly (string | undefined)[] =>
    selectNodes({
      manifest,
      select: [select],
      exclude: [],
      selector: null,
      selectors: null,
      indirectSelection: 'eager',
      resourceTypes: new Set(['model', 'source']),
      includeEmptyNodes: false,
      previousState: null,
    })
      .warnings.filter(({ code }) => code === 'TX1410')
      .map(({ hint }) => hint);

  it.each([
    ['stg_order', "Did you mean 'stg_orders'?"],
    ['+stg_order+', "Did you mean '+stg_orders+'?"],
    ['path:models/stagin', "Did you mean 'path:models/staging'?"],
  ])('%s names the nearest', (written, hint) => {
    expect(hints(written)).toEqual([hint]);
  });

  it('says nothing where nothing is near', () => {
    expect(hints('qwertyuiop')).toEqual([undefined]);
  });
});
