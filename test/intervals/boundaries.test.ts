import { describe, expect, it } from 'vitest';
import { intervalAt, intervalsBetween, nextStart, startOf } from '../../src/intervals/boundaries.ts';
import { grains, type Grain } from '../../src/intervals/interval.ts';

const ZONES = [
  'UTC',
  'Europe/Paris',
  'America/New_York',
  'Asia/Kolkata',
  'Australia/Lord_Howe',
  'America/Sao_Paulo',
];
const HOUR = 3_600_000;
const at = (text: string): number => Date.parse(text);
const count = (from: string, end: string, grain: Grain, timeZone: string): number =>
  intervalsBetween(from, end, { grain, timeZone }).length;

describe('boundaries', () => {
  it.each([
    ['hour', 'UTC', '2026-05-26T14:00:00.000Z', '2026-05-26T15:00:00.000Z'],
    ['hour', 'Asia/Kolkata', '2026-05-26T14:30:00.000Z', '2026-05-26T15:30:00.000Z'],
    ['day', 'UTC', '2026-05-26T00:00:00.000Z', '2026-05-27T00:00:00.000Z'],
    ['day', 'Europe/Paris', '2026-05-25T22:00:00.000Z', '2026-05-26T22:00:00.000Z'],
    ['week', 'UTC', '2026-05-25T00:00:00.000Z', '2026-06-01T00:00:00.000Z'],
    ['month', 'America/New_York', '2026-05-01T04:00:00.000Z', '2026-06-01T04:00:00.000Z'],
    ['year', 'Europe/Paris', '2025-12-31T23:00:00.000Z', '2026-12-31T23:00:00.000Z'],
  ] as const)('the %s in %s', (grain, timeZone, start, end) => {
    expect(intervalAt(at('2026-05-26T14:45:12.345Z'), { grain, timeZone })).toEqual({ start, end });
  });

  it('gives a day its 23 or 25 hours when clocks are set', () => {
    const day = (date: string): { start: string; end: string } =>
      intervalAt(at(`${date}T12:00:00Z`), { grain: 'day', timeZone: 'Europe/Paris' });
    for (const [date, hours] of [
      ['2026-03-29', 23],
      ['2026-10-25', 25],
      ['2026-05-26', 24],
    ] as const) {
      const { start, end } = day(date);
      expect((at(end) - at(start)) / HOUR).toBe(hours);
      expect(count(start, end, 'hour', 'Europe/Paris')).toBe(hours);
    }
  });

  it('begins a day at the first instant there is where midnight is jumped over', () => {
    const settings = { grain: 'day', timeZone: 'America/Sao_Paulo' } as const;
    expect(intervalAt(at('2018-11-04T12:00:00Z'), settings).start).toBe('2018-11-04T03:00:00.000Z');
    expect(count('2018-11-03T03:00:00Z', '2018-11-06T02:00:00Z', 'day', 'America/Sao_Paulo')).toBe(3);
  });

  it('counts leap days, months and years', () => {
    expect(count('2028-01-01T00:00:00Z', '2029-01-01T00:00:00Z', 'day', 'UTC')).toBe(366);
    expect(count('2026-01-01T00:00:00Z', '2028-01-01T00:00:00Z', 'month', 'UTC')).toBe(24);
    expect(count('2026-01-01T00:00:00Z', '2028-01-01T00:00:00Z', 'year', 'UTC')).toBe(2);
    expect(count('2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z', 'day', 'UTC')).toBe(0);
  });

  it.each(ZONES.flatMap((zone) => grains.map((grain) => [zone, grain] as const)))(
    'cuts time in %s by %s without gaps or overlaps',
    (timeZone, grain) => {
      const settings = { grain, timeZone };
      let seed = 42;
      const random = (): number => (seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31) / 2 ** 31;
      for (let sample = 0; sample < 150; sample += 1) {
        const instant =
          at('2024-01-01T00:00:00Z') +
          Math.floor(random() * 3 * 365 * 24) * HOUR +
          Math.floor(random() * HOUR);
        const start = startOf(instant, settings);
        const next = nextStart(start, settings);
        expect(start <= instant && instant < next).toBe(true);
        expect(startOf(start, settings)).toBe(start);
        expect(startOf(next, settings)).toBe(next);
        expect(startOf(next - 1, settings)).toBe(start);
      }
    },
  );
});
