import type { Command } from '../command.ts';

/** `tx deps`: packages of packages.yml. */
export const depsCommand: Command = {
  name: 'deps',
  which: 'deps',
  description: 'Install the packages that packages.yml or dependencies.yml names.',
  options: [
    {
      kind: 'boolean',
      flags: '--[no-]lock',
      target: 'command.lock',
      description: 'Write package-lock.yml and install nothing.',
    },
    {
      kind: 'boolean',
      flags: '--[no-]upgrade',
      target: 'command.upgrade',
      description: 'Resolve versions anew.',
    },
    {
      kind: 'text',
      flags: '--add-package <package>',
      target: 'command.add_package',
      description: 'Add a package to packages.yml.',
    },
    {
      kind: 'text',
      flags: '--source <kind>',
      target: 'command.source',
      description: 'Where the added package comes from.',
      choices: ['hub', 'git', 'local'],
    },
  ],
  load: async () => (await import('../runners/deps-command.ts')).runDepsCommand,
};
