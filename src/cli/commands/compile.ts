import type { Command } from '../command.ts';
import { fullRefreshOption, selectionOptions } from '../options/selection-options.ts';

/** `tx compile`: final SQL of models, tests and analyses. */
export const compileCommand: Command = {
  name: 'compile',
  which: 'compile',
  description: 'Render models, tests and analyses to SQL in the target folder.',
  options: [
    ...selectionOptions,
    fullRefreshOption,
    {
      kind: 'text',
      flags: '--inline <sql>',
      target: 'command.inline',
      description: 'Compile this SQL instead.',
    },
    {
      kind: 'text',
      flags: '--output <format>',
      target: 'command.output',
      description: 'Form of the printed SQL.',
      choices: ['text', 'json'],
    },
    {
      kind: 'boolean',
      flags: '--[no-]introspect',
      target: 'introspect',
      description: 'Let templates ask the warehouse.',
    },
  ],
  load: async () => (await import('../runners/compile-command.ts')).runCompileCommand,
};
