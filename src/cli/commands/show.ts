import type { Command } from '../command.ts';
import { fullRefreshOption, selectionOptions } from '../options/selection-options.ts';

/** `tx show`: the first rows of a node. */
export const showCommand: Command = {
  name: 'show',
  which: 'show',
  description: 'Show the first rows that nodes, or SQL given inline, give.',
  options: [
    ...selectionOptions,
    fullRefreshOption,
    {
      kind: 'text',
      flags: '--inline <sql>',
      target: 'command.inline',
      description: 'SQL with Jinja to show.',
    },
    {
      kind: 'text',
      flags: '--inline-direct <sql>',
      target: 'command.inline_direct',
      description: 'SQL to send as it is.',
    },
    {
      kind: 'number',
      flags: '--limit <rows>',
      target: 'command.limit',
      description: 'Rows to show; below 0, all.',
    },
    {
      kind: 'text',
      flags: '--output <format>',
      target: 'command.output',
      description: 'Form of the rows.',
      choices: ['text', 'json'],
    },
    {
      kind: 'boolean',
      flags: '--[no-]introspect',
      target: 'introspect',
      description: 'Let templates ask the warehouse.',
    },
  ],
  load: async () => (await import('../runners/show-command.ts')).runShowCommand,
};
