import type { Interval } from './interval.ts';

/** What the ledger says was done to a relation, the oldest first. */
export interface CoverageRecord {
  /** `reset`: the relation was made anew, so that whatever was covered before is gone. */
  readonly action: 'covered' | 'reset';
  readonly interval: Interval | null;
  /** The code that the interval was built with. */
  readonly fingerprint: string;
  readonly runId: string;
  readonly recordedAt: string;
}

/** A stretch of a relation that one run built last. */
export interface Segment extends Interval {
  readonly fingerprint: string;
  readonly runId: string;
  readonly recordedAt: string;
}

/** How an interval of a relation stands: `stale` was built, but with code that has changed since. */
export type IntervalState = 'covered' | 'stale' | 'missing';

/** An interval with how it stands; `segments` are what was built of it. */
export interface IntervalCoverage {
  readonly interval: Interval;
  readonly state: IntervalState;
  readonly segments: readonly Segment[];
}

/** What a relation holds: disjoint stretches in order of time, each as it was built last. */
export function segmentsOf(records: readonly CoverageRecord[]): readonly Segment[] {
  let segments: readonly Segment[] = [];
  for (const { action, interval, fingerprint, runId, recordedAt } of records) {
    if (action === 'reset') segments = [];
    else if (interval !== null && interval.start < interval.end) {
      segments = laidOver(segments, { ...interval, fingerprint, runId, recordedAt });
    }
  }
  return segments;
}

/** Segments with a newer one over them: what it overlaps is cut back or gone. */
function laidOver(segments: readonly Segment[], newer: Segment): readonly Segment[] {
  const before: Segment[] = [];
  const after: Segment[] = [];
  for (const segment of segments) {
    if (segment.start < newer.start) {
      before.push(segment.end <= newer.start ? segment : { ...segment, end: newer.start });
    }
    if (segment.end > newer.end) {
      after.push(segment.start >= newer.end ? segment : { ...segment, start: newer.end });
    }
  }
  return [...before, newer, ...after];
}

/** How each interval stands, given what the relation holds and the fingerprint of the code as it is now. */
export function coverageOf(
  segments: readonly Segment[],
  intervals: readonly Interval[],
  fingerprint: string,
): readonly IntervalCoverage[] {
  let first = 0;
  return intervals.map((interval) => {
    while ((segments[first]?.end ?? interval.end) <= interval.start) first += 1;
    const inside: Segment[] = [];
    for (let at = first; (segments[at]?.start ?? interval.end) < interval.end; at += 1) {
      inside.push(segments[at] as Segment);
    }
    return { interval, state: stateOf(inside, interval, fingerprint), segments: inside };
  });
}

function stateOf(inside: readonly Segment[], interval: Interval, fingerprint: string): IntervalState {
  let reached = interval.start;
  for (const { start, end } of inside) {
    if (start > reached) return 'missing';
    reached = end;
  }
  if (reached < interval.end) return 'missing';
  return inside.every((segment) => segment.fingerprint === fingerprint) ? 'covered' : 'stale';
}
