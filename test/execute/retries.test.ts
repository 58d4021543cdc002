import { describe, expect, it } from 'vitest';
import { createRetries } from '../../src/execute/retries.ts';

const SETTINGS = { attempts: 4, backoffSeconds: 1, capSeconds: 3, budget: 5 };

describe('retries of a run', () => {
  it('wait twice as long each time, up to the cap, and a random share of it', () => {
    const full = createRetries(SETTINGS, () => 1);
    expect([1, 2, 3].map((attempt) => full.take(attempt))).toEqual([1, 2, 3]);
    expect(createRetries(SETTINGS, () => 0.25).take(2)).toBe(0.5);
    expect(createRetries(SETTINGS, () => 0).take(3)).toBe(0);
  });

  it('end with the attempts of a node', () => {
    expect(createRetries(SETTINGS).take(4)).toBeNull();
    expect(createRetries({ ...SETTINGS, attempts: 1 }).take(1)).toBeNull();
  });

  it('end with the budget of the run, whichever nodes took it', () => {
    const retries = createRetries({ ...SETTINGS, budget: 2 }, () => 1);
    expect([retries.take(1), retries.take(1), retries.take(1)]).toEqual([1, 1, null]);
    expect(createRetries({ ...SETTINGS, budget: 0 }).take(1)).toBeNull();
  });
});
