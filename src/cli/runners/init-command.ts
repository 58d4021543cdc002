import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ProjectFailure } from '../../errors/project-error.ts';
import type { Starter } from '../../adapter-api/adapter.ts';
import type { AdapterLoader } from '../../config/profiles.ts';
import type { CommandRunner } from '../command.ts';
import { projectFiles } from '../project-files.ts';

/** `tx init NAME`: a new project that builds at once. Refuses a folder that is there already. */
export const runInitCommand: CommandRunner = async (context, flags) => {
  const name = context.args[0] ?? 'my_project';
  if (!/^[A-Za-z_]\w*$/.test(name)) {
    throw new ProjectFailure({
      code: 'TX5007',
      message: `'${name}' is not a valid project name`,
      hint: 'Use letters, digits and underscores, and no digit first.',
    });
  }
  const folder = path.resolve(flags.projectDir, name);
  if (existsSync(folder)) {
    throw new ProjectFailure({
      code: 'TX5007',
      message: `${folder} exists already`,
      hint: 'Choose another name, or work in that folder.',
    });
  }
  const starter =
    flags.command['skip_profile_setup'] === true ? null : await findStarter(context.adapters, name);
  for (const [file, text] of projectFiles(name, starter)) {
    const target = path.join(folder, file);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, text);
  }
  context.print(`Your new project '${name}' is in ${folder}.`);
  context.print(`Build it with: tx build --project-dir ${name}`);
  return 0;
};

/** The starter of the first adapter that has one. */
async function findStarter(adapters: AdapterLoader, projectName: string): Promise<Starter | null> {
  for (const type of adapters.names) {
    const adapter = await adapters.load(type);
    if (adapter?.starter) return adapter.starter(projectName);
  }
  return null;
}
