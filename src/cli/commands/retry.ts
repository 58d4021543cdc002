import type { Command } from '../command.ts';
import { fullRefreshOption } from '../options/selection-options.ts';

/** `tx retry`: again what failed. */
export const retryCommand: Command = {
  name: 'retry',
  which: 'retry',
  description: 'Run again what failed or was skipped in the last run.',
  options: [fullRefreshOption],
  load: async () => (await import('../runners/retry-command.ts')).runRetryCommand,
};
