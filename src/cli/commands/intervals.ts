import type { Command } from '../command.ts';
import { selectionOptions } from '../options/selection-options.ts';

/** `tx intervals`: which intervals of which models are built. */
export const intervalsCommand: Command = {
  name: 'intervals',
  which: 'intervals',
  description: 'Show which intervals of the selected models are covered, stale or missing, from the ledger.',
  options: [
    ...selectionOptions,
    {
      kind: 'text',
      flags: '--output <format>',
      target: 'command.output',
      description: 'Form of the list.',
      choices: ['text', 'json'],
    },
  ],
  load: async () => (await import('../runners/intervals-command.ts')).runIntervalsCommand,
};
