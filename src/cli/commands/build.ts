import type { Command } from '../command.ts';
import {
  batchTestsOption,
  changedOnlyOption,
  buildingOptions,
  catchUpOption,
  maxActiveOption,
  resourceTypeOptions,
  selectionOptions,
  storeFailuresOption,
} from '../options/selection-options.ts';

/** `tx build`: seeds, snapshots, models and tests in the order of the graph. */
export const buildCommand: Command = {
  name: 'build',
  which: 'build',
  description:
    'Run seeds, models, snapshots and tests in dependency order; what fails stops what is downstream.',
  options: [
    ...selectionOptions,
    changedOnlyOption,
    ...resourceTypeOptions,
    ...buildingOptions,
    catchUpOption,
    maxActiveOption,
    storeFailuresOption,
    batchTestsOption,
    {
      kind: 'boolean',
      flags: '--[no-]show',
      target: 'show',
      description: 'Show a sample of the loaded seeds.',
    },
    {
      kind: 'boolean',
      flags: '--[no-]export-saved-queries',
      target: 'command.export_saved_queries',
      description: 'Accepted for dbt; saved queries are not exported.',
    },
  ],
  load: async () => (await import('../runners/run-nodes-command.ts')).runNodesCommand,
};
