import type { TxConfig } from '../config/tx-config.ts';

/** What is left of the retries that a run may make. */
export interface Retries {
  /** Most attempts at a node, the first included. */
  readonly attempts: number;
  /**
   * Takes a retry after the given attempt (from 1); gives the seconds to wait before it, null when the node or the run
   * has none left.
   */
  take(attempt: number): number | null;
}

/**
 * The retries of one run. Waits double from the backoff up to the cap, each a random share of that (full jitter), so that
 * many runs that a warehouse turned away do not come back together; the budget bounds what a run adds to its load.
 * `random` gives numbers from 0 to 1.
 */
export function createRetries(settings: TxConfig['retries'], random: () => number = Math.random): Retries {
  let left = settings.budget;
  return {
    attempts: settings.attempts,
    take(attempt) {
      if (attempt >= settings.attempts || left <= 0) return null;
      left -= 1;
      return random() * Math.min(settings.capSeconds, settings.backoffSeconds * 2 ** (attempt - 1));
    },
  };
}
