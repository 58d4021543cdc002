/** A stretch of time: instants in UTC as `Date.prototype.toISOString` writes them, end exclusive. */
export interface Interval {
  readonly start: string;
  readonly end: string;
}

/** Sizes that an interval can have, the smallest first; weeks begin on Monday. */
export const grains = ['hour', 'day', 'week', 'month', 'year'] as const;

/** The size of an interval. */
export type Grain = (typeof grains)[number];

/** How a project cuts time: the size of its intervals, and the IANA time zone in which days begin. */
export interface IntervalSettings {
  readonly grain: Grain;
  readonly timeZone: string;
}
