import type { Timing } from './node-result.ts';

/** Measures one node: phases for the artifact, seconds in all. */
export interface NodeClock {
  /** Runs `work` as the named phase; the phase is recorded also when it throws. */
  phase<T>(name: Timing['name'], work: () => Promise<T>): Promise<T>;
  readonly timings: readonly Timing[];
  readonly startedAt: Date;
  /** Seconds since the clock was started. */
  seconds(): number;
}

/** A clock that starts now. */
export function startClock(): NodeClock {
  const timings: Timing[] = [];
  const startedAt = new Date();
  const start = performance.now();
  return {
    timings,
    startedAt,
    seconds: () => (performance.now() - start) / 1000,
    async phase(name, work) {
      const began = new Date().toISOString();
      try {
        return await work();
      } finally {
        timings.push({ name, startedAt: began, completedAt: new Date().toISOString() });
      }
    },
  };
}
