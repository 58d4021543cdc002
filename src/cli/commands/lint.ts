import type { Command } from '../command.ts';
import { selectionOptions } from '../options/selection-options.ts';

/** `tx lint`: what would give something else when it is run again. */
export const lintCommand: Command = {
  name: 'lint',
  which: 'lint',
  description: 'Find models that would give something else when they are run again; nothing is run.',
  options: [
    ...selectionOptions,
    {
      kind: 'text',
      flags: '--output <format>',
      target: 'command.output',
      description: 'Form of the findings.',
      choices: ['text', 'json'],
    },
  ],
  load: async () => (await import('../runners/lint-command.ts')).runLintCommand,
};
