import { describe, expect, it } from 'vitest';
import { intervalsBetween } from '../../src/intervals/boundaries.ts';
import { coverageOf, segmentsOf, type CoverageRecord } from '../../src/intervals/coverage.ts';
import type { Interval } from '../../src/intervals/interval.ts';

const DAY = { grain: 'day', timeZone: 'UTC' } as const;
const days = (from: number, to: number): Interval => ({ start: iso(from), end: iso(to) });
const iso = (day: number): string => new Date(Date.UTC(2026, 4, day)).toISOString();
const covered = (interval: Interval, fingerprint = 'new', runId = 'r'): CoverageRecord => ({
  action: 'covered',
  interval,
  fingerprint,
  runId,
  recordedAt: '',
});
const reset: CoverageRecord = { ...covered(days(1, 2)), action: 'reset', interval: null };
const states = (records: readonly CoverageRecord[], from = 1, to = 6): string =>
  coverageOf(segmentsOf(records), intervalsBetween(iso(from), iso(to), DAY), 'new')
    .map(({ state }) => state[0])
    .join('');

describe('coverage', () => {
  it('tells covered, stale and missing apart', () => {
    expect(states([covered(days(1, 2)), covered(days(2, 3), 'old'), covered(days(4, 5))])).toBe('csmcm');
    expect(states([])).toBe('mmmmm');
  });

  it('goes by what was built last', () => {
    expect(states([covered(days(1, 6), 'old'), covered(days(3, 4))])).toBe('sscss');
    expect(states([covered(days(3, 4)), covered(days(1, 6), 'old')])).toBe('sssss');
  });

  it('forgets what was before a reset', () => {
    expect(states([covered(days(1, 4)), reset, covered(days(4, 5))])).toBe('mmmcm');
  });

  it('wants the whole interval, from however many pieces', () => {
    const half = { start: '2026-05-02T00:00:00.000Z', end: '2026-05-02T12:00:00.000Z' };
    const rest = { start: '2026-05-02T12:00:00.000Z', end: '2026-05-03T00:00:00.000Z' };
    expect(states([covered(half)])).toBe('mmmmm');
    expect(states([covered(half), covered(rest)])).toBe('mcmmm');
    expect(states([covered(half), covered(rest, 'old')])).toBe('msmmm');
  });

  it('agrees with keeping a note a day, whatever the order of the records', () => {
    let seed = 7;
    const random = (below: number): number => (seed = (seed * 48_271) % 2_147_483_647) % below;
    for (let round = 0; round < 300; round += 1) {
      const notes = new Map<number, string>();
      const records: CoverageRecord[] = [];
      for (let step = 0; step < 12; step += 1) {
        if (random(10) === 0) {
          records.push(reset);
          notes.clear();
          continue;
        }
        const from = 1 + random(10);
        const to = from + 1 + random(4);
        const fingerprint = random(2) === 0 ? 'new' : 'old';
        records.push(covered(days(from, to), fingerprint, String(step)));
        for (let day = from; day < to; day += 1) notes.set(day, fingerprint);
      }
      const expected = Array.from({ length: 15 }, (_, index) => {
        const note = notes.get(index + 1);
        return note === undefined ? 'm' : note === 'new' ? 'c' : 's';
      }).join('');
      expect(states(records, 1, 16)).toBe(expected);
      const segments = segmentsOf(records);
      segments.slice(1).forEach((segment, index) => expect(segment.start >= segments[index]!.end).toBe(true));
    }
  });
});
