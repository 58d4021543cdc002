import type { Command } from '../command.ts';
import { changedOnlyOption, fullRefreshOption, selectionOptions } from '../options/selection-options.ts';

/** `tx seed`: CSV files into tables. */
export const seedCommand: Command = {
  name: 'seed',
  which: 'seed',
  description: 'Load the CSV files of the seed folders into tables.',
  options: [
    ...selectionOptions,
    changedOnlyOption,
    fullRefreshOption,
    {
      kind: 'boolean',
      flags: '--[no-]show',
      target: 'show',
      description: 'Show a sample of the loaded rows.',
    },
    {
      kind: 'boolean',
      flags: '--[no-]empty',
      target: 'empty',
      description: 'Create the tables without rows.',
    },
  ],
  load: async () => (await import('../runners/run-nodes-command.ts')).runNodesCommand,
};
