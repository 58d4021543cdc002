import { describe, expect, it } from 'vitest';
import { updateColumns } from '../../src/materializations/update-columns.ts';

describe('updateColumns', () => {
  const columns = ['id', 'Name', 'qty'];
  it.each([
    ['all but the keys', {}, ['Name', 'qty']],
    ['those listed, in any case', { merge_update_columns: ['name'] }, ['Name']],
    ['all but those excluded', { merge_exclude_columns: ['QTY'] }, ['Name']],
  ])('gives %s', (_, config, expected) => {
    expect(updateColumns(config, columns, ['ID'])).toEqual(expected);
  });

  it('gives the keys where there is nothing else', () => {
    expect(updateColumns({}, ['id'], ['id'])).toEqual(['id']);
  });

  it('refuses both lists', () => {
    const config = { merge_update_columns: ['qty'], merge_exclude_columns: ['name'] };
    expect(() => updateColumns(config, columns, ['id'])).toThrow('only one config');
  });
});
