import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ProjectFailure } from '../../errors/project-error.ts';
import type { Starter } from '../../adapter-api/adapter.ts';
import type { AdapterLoader } from '../../config/profiles.ts';
import type { CommandContext, CommandRunner } from '../command.ts';
import { projectFiles } from '../project-files.ts';
import { TX_YML } from '../tx-yml-text.ts';

/**
 * `tx init NAME`: a new project that builds at once; `tx init` inside a project: tx.yml for it. Refuses what is there
 * already.
 */
export const runInitCommand: CommandRunner = async (context, flags) => {
  const here = path.resolve(flags.projectDir);
  if (context.args[0] === undefined && existsSync(path.join(here, 'dbt_project.yml'))) {
    addTxYml(here, context);
    return 0;
  }
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

function addTxYml(project: string, { print }: CommandContext): void {
  const file = path.join(project, 'tx.yml');
  if (existsSync(file)) {
    throw new ProjectFailure({
      code: 'TX5007',
      message: `${file} exists already`,
      hint: 'Edit it, or give a name to make a new project: tx init NAME.',
    });
  }
  writeFileSync(file, TX_YML);
  print(`Wrote ${file}: the next run keeps a ledger and publishes what passed its tests.`);
}

/** The starter of the first adapter that has one. */
async function findStarter(adapters: AdapterLoader, projectName: string): Promise<Starter | null> {
  for (const type of adapters.names) {
    const adapter = await adapters.load(type);
    if (adapter?.starter) return adapter.starter(projectName);
  }
  return null;
}
