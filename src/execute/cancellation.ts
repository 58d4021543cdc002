import type { ConnectionPool } from './connection-pool.ts';
import type { StopSignal } from './run-context.ts';

/**
 * Stops the run on SIGINT and SIGTERM: nothing new starts, running statements are cancelled and roll back; results and
 * artifacts are still written. A second signal ends the process at once. Gives the function that ends the watch.
 */
export function stopOnSignals(stop: StopSignal, pool: ConnectionPool, onStop: () => void): () => void {
  let asked = 0;
  const handle = (signal: NodeJS.Signals): void => {
    asked += 1;
    if (asked > 1) process.exit(signal === 'SIGTERM' ? 143 : 130);
    stop.reason = 'interrupt';
    onStop();
    void pool.cancelAll();
  };
  process.on('SIGINT', handle);
  process.on('SIGTERM', handle);
  return () => {
    process.off('SIGINT', handle);
    process.off('SIGTERM', handle);
  };
}
