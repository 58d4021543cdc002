import type { Command } from '../command.ts';
import {
  batchTestsOption,
  changedOnlyOption,
  dryRunOption,
  resourceTypeOptions,
  selectionOptions,
  storeFailuresOption,
} from '../options/selection-options.ts';

/** `tx test`: data tests and unit tests. */
export const testCommand: Command = {
  name: 'test',
  which: 'test',
  description: 'Run data tests and unit tests of what stands in the warehouse.',
  options: [
    ...selectionOptions,
    changedOnlyOption,
    ...resourceTypeOptions,
    storeFailuresOption,
    batchTestsOption,
    dryRunOption,
  ],
  load: async () => (await import('../runners/run-nodes-command.ts')).runNodesCommand,
};
