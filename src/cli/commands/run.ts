import type { Command } from '../command.ts';
import {
  changedOnlyOption,
  buildingOptions,
  catchUpOption,
  maxActiveOption,
  selectionOptions,
} from '../options/selection-options.ts';

/** `tx run`: models only. */
export const runCommand: Command = {
  name: 'run',
  which: 'run',
  description: 'Run models in dependency order.',
  options: [...selectionOptions, changedOnlyOption, ...buildingOptions, catchUpOption, maxActiveOption],
  load: async () => (await import('../runners/run-nodes-command.ts')).runNodesCommand,
};
