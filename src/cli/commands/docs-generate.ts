import type { Command } from '../command.ts';
import { selectionOptions } from '../options/selection-options.ts';

/** `tx docs generate`: manifest.json and catalog.json. */
export const docsGenerateCommand: Command = {
  name: 'docs generate',
  which: 'generate',
  description: 'Write manifest.json and catalog.json for documentation.',
  options: [
    ...selectionOptions,
    {
      kind: 'boolean',
      flags: '--[no-]compile',
      target: 'command.compile',
      description: 'Compile the nodes first.',
    },
    {
      kind: 'boolean',
      flags: '--empty-catalog',
      target: 'command.empty_catalog',
      description: 'Write a catalog without asking the warehouse.',
    },
    {
      kind: 'boolean',
      flags: '--static',
      target: 'command.static',
      description: 'Accepted for dbt; without effect.',
    },
  ],
  load: async () => (await import('../runners/docs-command.ts')).runDocsCommand,
};
