import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Dialect } from '../../src/adapter-api/dialect.ts';
import { inferSeedColumns, seedColumnNames, seedKind } from '../../src/materializations/seed-types.ts';

const values = JSON.parse(
  readFileSync(new URL('./seed-values.json', import.meta.url), 'utf8'),
) as readonly (readonly [string, string])[];
const dialect = { seedType: (kind: string) => kind.toUpperCase() } as unknown as Dialect;

describe('seedKind', () => {
  it.each(values)('reads %j as dbt does: %s', (value, kind) => {
    expect(seedKind([value])).toBe(kind);
  });

  it('takes the narrowest kind that all values have', () => {
    expect(seedKind(['1', '2.5'])).toBe('number');
    expect(seedKind(['1', 'x'])).toBe('text');
    expect(seedKind(['true', null, 'false'])).toBe('boolean');
    expect(seedKind(['2024-01-31', '2024-02-29 00:00:00'])).toBe('text');
    expect(seedKind(['2024-01-31', ''])).toBe('date');
    expect(seedKind([null, '', 'NULL'])).toBe('integer');
    expect(seedKind(['1.5', 'nan'])).toBe('number');
    expect(seedKind([])).toBe('integer');
  });
});

describe('seedColumnNames', () => {
  it('makes repeated and blank headers unique', () => {
    expect(seedColumnNames(['id', 'id', 'ID'])).toEqual(['id', 'id_2', 'ID']);
    expect(seedColumnNames(['id', '', 'x', ''])).toEqual(['id', 'b', 'x', 'd']);
    expect(seedColumnNames(['a', 'a', 'a_2'])).toEqual(['a', 'a_2', 'a_2_2']);
    expect(seedColumnNames(Array.from({ length: 30 }, () => '')).slice(25)).toEqual([
      'z',
      'aa',
      'bb',
      'cc',
      'dd',
    ]);
  });
});

describe('inferSeedColumns', () => {
  it('prefers column_types', () => {
    const columns = inferSeedColumns(['id', 'code'], [['1', '007']], {
      overrides: { code: 'varchar(5)' },
      dialect,
    });
    expect(columns).toEqual([
      { name: 'id', dataType: 'INTEGER', kind: 'integer' },
      { name: 'code', dataType: 'varchar(5)', kind: 'text' },
    ]);
  });

  it('counts missing values as NULL and refuses rows that are too long', () => {
    const options = { overrides: {}, dialect };
    expect(inferSeedColumns(['a', 'b'], [['1'], [], ['2', 'x']], options)[1]?.dataType).toBe('TEXT');
    expect(() => inferSeedColumns(['id', 'name'], [['1', 'a', 'b']], options)).toThrow(
      'Row 0 has 3 values, but Table only has 2 columns.',
    );
  });
});
