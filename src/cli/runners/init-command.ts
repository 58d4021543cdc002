import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ProjectFailure } from '../../errors/project-error.ts';
import type { CommandRunner } from '../command.ts';
import { projectFiles } from '../project-files.ts';

/** `tx init NAME`: a new project that builds at once on DuckDB. Refuses a folder that is there already. */
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
  const withProfile = flags.command['skip_profile_setup'] !== true;
  for (const [file, text] of projectFiles(name, withProfile)) {
    const target = path.join(folder, file);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, text);
  }
  context.print(`Your new project '${name}' is in ${folder}.`);
  context.print(`Build it with: tx build --project-dir ${name}`);
  return 0;
};
