import { describe, expect, it } from 'vitest';
import { openFiles, placeText } from './support.ts';

const contract = (columns: string): string =>
  `models: [{name: m, config: {contract: {enforced: true}}, columns: [${columns}]}]\n`;
const warned = async (columns: string): Promise<readonly string[]> =>
  (
    await openFiles(
      { 'models/m.sql': 'select 1 as id, 2 as n', 'models/m.yml': contract(columns) },
      { which: 'parse' },
    )
  ).warnings.map((warning) => `${placeText(warning)} ${warning.message}`);

describe('contract-types', () => {
  it('names the columns of a contract that have no type', async () => {
    expect(await warned('{name: id}, {name: n, data_type: integer}')).toEqual([
      "TX2010 models/m.yml The contract of model 'm' is enforced, but these columns have no data_type: id",
    ]);
  });

  it('finds nothing wrong with types that are there', async () => {
    expect(await warned('{name: id, data_type: integer}, {name: n, data_type: integer}')).toEqual([]);
  });
});
