import type { Command } from '../command.ts';
import { selectionOptions } from '../options/selection-options.ts';

/** `tx prove`: whether building again changes anything. */
export const proveCommand: Command = {
  name: 'prove',
  which: 'prove',
  description: 'Build the selected models twice over a scratch copy and tell which of them change.',
  options: [
    ...selectionOptions,
    {
      kind: 'text',
      flags: '--output <format>',
      target: 'command.output',
      description: 'Form of the report.',
      choices: ['text', 'json'],
    },
  ],
  load: async () => (await import('../runners/prove-command.ts')).runProveCommand,
};
