import type { Command } from '../command.ts';

/** `tx clean`: removes the folders of clean-targets. */
export const cleanCommand: Command = {
  name: 'clean',
  which: 'clean',
  description: 'Remove the folders that clean-targets names.',
  options: [
    {
      kind: 'boolean',
      flags: '--[no-]clean-project-files-only',
      target: 'command.clean_project_files_only',
      description: 'Refuse folders outside of the project (the default).',
    },
  ],
  load: async () => (await import('../runners/clean-command.ts')).runCleanCommand,
};
