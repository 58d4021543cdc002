import type { Command } from '../command.ts';

/** `tx debug`: is the set-up right, does the connection work. */
export const debugCommand: Command = {
  name: 'debug',
  which: 'debug',
  description: 'Check project file, profile and connection.',
  options: [
    {
      kind: 'boolean',
      flags: '--connection',
      target: 'command.connection',
      description: 'Check the connection only.',
    },
    {
      kind: 'boolean',
      flags: '--config-dir',
      target: 'command.config_dir',
      description: 'Print the folder of profiles.yml.',
    },
  ],
  load: async () => (await import('../runners/debug-command.ts')).runDebugCommand,
};
