import type { Command } from '../command.ts';
import { resourceTypeOptions, selectionOptions } from '../options/selection-options.ts';

/** `tx ls`: names of what is selected. */
export const listCommand: Command = {
  name: 'list',
  aliases: ['ls'],
  which: 'list',
  description: 'List the selected nodes.',
  options: [
    ...selectionOptions,
    ...resourceTypeOptions,
    {
      kind: 'text',
      flags: '--output <format>',
      target: 'command.output',
      description: 'Form of the list.',
      choices: ['selector', 'name', 'path', 'json'],
    },
    {
      kind: 'words',
      flags: '--output-keys <keys...>',
      target: 'command.output_keys',
      description: 'Keys of each JSON line.',
    },
  ],
  load: async () => (await import('../runners/list-command.ts')).runListCommand,
};
