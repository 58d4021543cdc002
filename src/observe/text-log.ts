import type { EventLevel } from '../events/event.ts';
import type { EventListener } from '../events/event-bus.ts';
import { toDbtEvents } from './dbt-event.ts';

const RANK = { debug: 0, info: 1, warn: 2, error: 3, none: 4 } as const;

/** Writes plain log lines with time and level, for the log file. */
export function createTextLog(options: {
  readonly write: (line: string) => void;
  readonly level: EventLevel | 'none';
}): EventListener {
  return (event, at) => {
    for (const entry of toDbtEvents(event)) {
      if (RANK[entry.level] < RANK[options.level]) continue;
      options.write(`${at.toISOString().slice(11, 23)} [${entry.level.padEnd(5)}] ${entry.message}`);
    }
  };
}
