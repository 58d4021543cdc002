import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { baseScope } from '../../config/base-scope.ts';
import { loadPackage, readProjectFile } from '../../config/project-config.ts';
import { ProjectFailure } from '../../errors/project-error.ts';
import type { CommandRunner } from '../command.ts';

/** `tx clean`: removes the folders of clean-targets; sources of the project and folders outside of it are refused. */
export const runCleanCommand: CommandRunner = async (context, flags) => {
  const raw = readProjectFile(path.resolve(flags.projectDir));
  const { environment } = context;
  const scope = baseScope({ environment, flags, vars: flags.vars, allowSecrets: false, target: new Map() });
  const root = loadPackage(raw, scope, true);
  const kept = Object.values(root.paths)
    .flat()
    .map((folder) => path.resolve(root.root, folder));
  const insideOnly = flags.command['clean_project_files_only'] !== false;
  const folders = root.cleanTargets.map((target) => path.resolve(root.root, target));
  for (const folder of folders) {
    const outside = path.relative(root.root, folder).startsWith('..') || folder === root.root;
    if (insideOnly && outside) throw refused(folder, 'it is not inside the project');
    if (kept.includes(folder)) throw refused(folder, 'it holds the project’s own files');
  }
  for (const folder of folders) {
    if (!existsSync(folder)) continue;
    rmSync(folder, { recursive: true, force: true });
    context.events.emit({
      kind: 'message',
      level: 'info',
      name: 'ConfirmCleanPath',
      text: `Removed ${folder}`,
    });
  }
  return 0;
};

function refused(folder: string, why: string): ProjectFailure {
  return new ProjectFailure({
    code: 'TX5005',
    message: `tx clean will not remove ${folder}: ${why}`,
    hint: 'Take it out of clean-targets in dbt_project.yml.',
    location: { file: 'dbt_project.yml' },
  });
}
