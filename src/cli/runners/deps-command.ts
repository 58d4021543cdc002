import path from 'node:path';
import { installPackages } from '../../packages/install.ts';
import type { CommandRunner } from '../command.ts';

/** `tx deps`: installs packages, writes package-lock.yml. */
export const runDepsCommand: CommandRunner = async (context, flags) => {
  await installPackages({
    projectRoot: path.resolve(flags.projectDir),
    environment: context.environment,
    flags,
    lockOnly: flags.command['lock'] === true,
    upgrade: flags.command['upgrade'] === true,
    addPackage: typeof flags.command['add_package'] === 'string' ? flags.command['add_package'] : null,
    addSource: typeof flags.command['source'] === 'string' ? flags.command['source'] : 'hub',
    say: (text) => context.events.emit({ kind: 'message', level: 'info', name: 'DepsMessage', text }),
  });
  return 0;
};
