import type { Command } from '../command.ts';
import { buildingOptions, resourceTypeOptions, selectionOptions } from '../options/selection-options.ts';

/** `tx clone`: relations of a state appear here as views over it. */
export const cloneCommand: Command = {
  name: 'clone',
  which: 'clone',
  description: 'Put views over the relations of a state (--state) where the nodes would be built.',
  options: [...selectionOptions, ...resourceTypeOptions, ...buildingOptions],
  load: async () => (await import('../runners/run-nodes-command.ts')).runNodesCommand,
};
