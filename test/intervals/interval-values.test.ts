import { describe, expect, it } from 'vitest';
import { intervalsBetween } from '../../src/intervals/boundaries.ts';
import { grains, type Grain } from '../../src/intervals/interval.ts';
import { intervalValue, readInterval } from '../../src/intervals/interval-values.ts';

const start = (value: unknown, grain: Grain, timeZone = 'UTC'): string =>
  readInterval(value, { grain, timeZone }, 'date').start.replace(':00.000Z', '');

describe('readInterval', () => {
  it.each([
    ['2026-05-26', 'day', '2026-05-26T00:00'],
    [20260526, 'day', '2026-05-26T00:00'],
    [new Date('2026-05-26'), 'day', '2026-05-26T00:00'],
    ['2026-05-26 00:00:00', 'day', '2026-05-26T00:00'],
    ['2026-05-26T14', 'hour', '2026-05-26T14:00'],
    ['2026-05-26 14:00:00', 'hour', '2026-05-26T14:00'],
    ['2026-05-26T16:00+02:00', 'hour', '2026-05-26T14:00'],
    ['2026-05-28', 'week', '2026-05-25T00:00'],
    ['2026-W22', 'week', '2026-05-25T00:00'],
    ['2026-05', 'month', '2026-05-01T00:00'],
    ['2026-05-01', 'month', '2026-05-01T00:00'],
    [2026, 'year', '2026-01-01T00:00'],
  ] as const)('reads %s as the %s from %s', (value, grain, expected) => {
    expect(start(value, grain)).toBe(expected);
  });

  it('reads days in the time zone', () => {
    expect(start('2026-05-26', 'day', 'Europe/Paris')).toBe('2026-05-25T22:00');
    expect(start('2026-W01', 'week', 'America/New_York')).toBe('2025-12-29T05:00');
  });

  it('tells the two hours apart that clocks show twice', () => {
    expect(start('2026-10-25T02:00', 'hour', 'Europe/Paris')).toBe('2026-10-25T00:00');
    expect(start('2026-10-25T02:00+01:00', 'hour', 'Europe/Paris')).toBe('2026-10-25T01:00');
  });

  it.each([
    ['yesterday', 'day', "date does not name a day: 'yesterday'"],
    ['2026-02-30', 'day', "date does not name a day: '2026-02-30'"],
    ['2026-05', 'day', "date does not name a day: '2026-05'"],
    ['2026-05-26', 'hour', "date does not name an hour: '2026-05-26'"],
    ['2026-W54', 'week', "date does not name a week: '2026-W54'"],
    ['2026-05-26 05:00', 'day', "date is '2026-05-26 05:00', which is not the start of a day in UTC"],
    ['2026-05-26', 'month', "date is '2026-05-26', which is not the start of a month in UTC"],
    ['', 'day', "date does not name a day: ''"],
  ] as const)('refuses %s as a %s', (value, grain, message) => {
    expect(() => start(value, grain)).toThrow(message);
  });

  it('refuses an hour that clocks jump over', () => {
    expect(() => start('2026-03-29T02:00', 'hour', 'Europe/Paris')).toThrow('does not name an hour');
  });
});

describe('intervalValue', () => {
  it('is as short as the value it stands for', () => {
    const month = readInterval('2026-05', { grain: 'month', timeZone: 'UTC' }, 'date');
    expect(intervalValue(month, { grain: 'month', timeZone: 'UTC' }, '2026-04')).toBe('2026-05');
    expect(intervalValue(month, { grain: 'month', timeZone: 'UTC' })).toBe('2026-05-01');
  });

  it.each(
    ['UTC', 'Europe/Paris', 'Australia/Lord_Howe'].flatMap((zone) =>
      grains.map((grain) => [zone, grain] as const),
    ),
  )('is read back as the same interval, in %s by %s', (timeZone, grain) => {
    const settings = { grain, timeZone };
    const span =
      grain === 'hour'
        ? ['2026-10-20T10:00:00Z', '2026-10-28T10:00:00Z']
        : ['2025-01-01T12:00:00Z', '2027-03-01T10:00:00Z'];
    const intervals = intervalsBetween(span[0]!, span[1]!, settings);
    expect(intervals.length).toBeGreaterThan(2);
    for (const interval of intervals) {
      expect(readInterval(intervalValue(interval, settings), settings, 'date')).toEqual(interval);
    }
  });
});
