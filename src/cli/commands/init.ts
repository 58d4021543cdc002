import type { Command } from '../command.ts';

/** `tx init`: a new project. */
export const initCommand: Command = {
  name: 'init',
  which: 'init',
  description: 'Make a new project with models, tests and a profile; inside a dbt project, add tx.yml to it.',
  options: [
    {
      kind: 'boolean',
      flags: '--skip-profile-setup',
      target: 'command.skip_profile_setup',
      description: 'Write no profiles.yml.',
    },
  ],
  arguments: [{ name: '[name]', description: 'Name of the project and of its folder.' }],
  load: async () => (await import('../runners/init-command.ts')).runInitCommand,
};
