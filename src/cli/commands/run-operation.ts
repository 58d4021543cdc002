import type { Command } from '../command.ts';

/** `tx run-operation`: calls a macro. */
export const runOperationCommand: Command = {
  name: 'run-operation',
  which: 'run-operation',
  description: 'Call a macro.',
  options: [
    {
      kind: 'text',
      flags: '--args <yaml>',
      target: 'command.args',
      description: 'Keyword arguments of the macro.',
    },
    {
      kind: 'text',
      flags: '--sql <sql>',
      target: 'command.sql',
      description: 'SQL with Jinja to run instead of a macro.',
    },
  ],
  arguments: [{ name: '[macro]', description: 'Name of the macro, with its package where needed.' }],
  load: async () => (await import('../runners/run-operation-command.ts')).runOperationCommandRunner,
};
