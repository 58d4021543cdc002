import path from 'node:path';
import { loadProject } from '../../config/load-project.ts';
import { profilesDirectory } from '../../config/profiles.ts';
import type { Project } from '../../config/project.ts';
import type { Flags } from '../../config/flags.ts';
import type { CommandContext, CommandRunner } from '../command.ts';

/** `tx debug`: prints what is used, and tries a connection; 1 when something does not work. */
export const runDebugCommand: CommandRunner = async (context, flags) => {
  const projectDirectory = path.resolve(flags.projectDir);
  if (flags.command['config_dir'] === true) {
    context.print(profilesDirectory(flags, projectDirectory));
    return 0;
  }
  context.print(`node version: ${process.version}`);
  context.print(`os info: ${process.platform} ${process.arch}`);
  context.print(`Using profiles dir at ${profilesDirectory(flags, projectDirectory)}`);
  context.print(`Using dbt_project.yml file at ${path.join(projectDirectory, 'dbt_project.yml')}`);
  const project = await checked(context, 'Configuration', () => loadProject(flags, context));
  if (project === null) return 1;
  printConnection(project, context);
  const works = await checked(context, 'Connection test', () => tryConnection(project, flags));
  context.print(works === null ? 'Some checks failed.' : 'All checks passed!');
  return works === null ? 1 : 0;
};

/** Does a check and prints its outcome with the reason; null when it failed. */
async function checked<T>(context: CommandContext, name: string, check: () => Promise<T>): Promise<T | null> {
  try {
    const value = await check();
    context.print(`${name}: [OK]`);
    return value;
  } catch (thrown) {
    context.print(`${name}: [ERROR] ${thrown instanceof Error ? thrown.message : String(thrown)}`);
    return null;
  }
}

function printConnection({ profile }: Project, context: CommandContext): void {
  context.print(`adapter type: ${profile.adapter.name}`);
  context.print('Connection:');
  for (const [key, value] of Object.entries(profile.credentials.publicKeys))
    context.print(`  ${key}: ${String(value)}`);
}

async function tryConnection(project: Project, flags: Flags): Promise<true> {
  const { adapter, credentials } = project.profile;
  const warehouse = await adapter.open(credentials, {
    threads: 1,
    projectRoot: path.resolve(flags.projectDir),
  });
  try {
    await (await warehouse.connect()).execute('select 1 as id');
    return true;
  } finally {
    await warehouse.close();
  }
}
