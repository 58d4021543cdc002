import { describe, expect, it } from 'vitest';
import { seedValue } from '../../src/materializations/seed-value.ts';
import type { SeedKind } from '../../src/materializations/seed-types.ts';

describe('seedValue', () => {
  it.each<[SeedKind, string, string]>([
    ['integer', '007', '7'],
    ['integer', '1,200', '1200'],
    ['integer', '1e3', '1000'],
    ['integer', '1.0', '1'],
    ['number', '$1.50', '1.5'],
    ['number', '-5%', '-5'],
    ['number', '+.25', '0.25'],
    ['number', '2.5e-3', '0.0025'],
    ['number', '1_000.10', '1000.1'],
    ['number', 'NaN', 'NaN'],
    ['number', '-inf', '-Infinity'],
    ['date', ' 2024-1-5 ', '2024-1-5'],
    ['datetime', '2024-01-05 10:20:30', '2024-01-05 10:20:30'],
    ['datetime', '2024-01-05T10:20', '2024-01-05 10:20:00'],
    ['datetime', '2024-01-05T10:20:30.25', '2024-01-05 10:20:30.250000'],
    ['datetime', '2024-01-05T23:30:00-02:00', '2024-01-06 01:30:00'],
    ['datetime', '20240105T10Z', '2024-01-05 10:00:00'],
    ['datetime', '2024-W01-2T00:00', '2024-01-02 00:00:00'],
    ['datetime', '2021-W01T12', '2021-01-04 12:00:00'],
    ['datetime', '2024-060T10.5', '2024-02-29 10:30:00'],
    ['boolean', 'TRUE', 'true'],
    ['text', ' as it is ', ' as it is '],
  ])('%s %j becomes %j', (kind, given, expected) => {
    expect(seedValue(kind, given)).toBe(expected);
  });

  it('keeps NULL', () => expect(seedValue('integer', null)).toBeNull());
});
