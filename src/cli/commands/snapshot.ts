import type { Command } from '../command.ts';
import { changedOnlyOption, selectionOptions } from '../options/selection-options.ts';

/** `tx snapshot`: slowly changing dimensions. */
export const snapshotCommand: Command = {
  name: 'snapshot',
  which: 'snapshot',
  description: 'Record what changed in the sources of snapshots.',
  options: [
    ...selectionOptions,
    changedOnlyOption,
    {
      kind: 'boolean',
      flags: '--[no-]empty',
      target: 'empty',
      description: 'Read no rows of refs and sources.',
    },
  ],
  load: async () => (await import('../runners/run-nodes-command.ts')).runNodesCommand,
};
