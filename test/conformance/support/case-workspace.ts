import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { CaseFile, Invocation, SetupStep } from './case-file.ts';
import type { ProgramRunner } from './program-runner.ts';

/** A case under way: a folder with the project after the steps that every invocation starts from. */
export interface CaseWorkspace {
  readonly folder: string;
  readonly base: string;
  readonly definition: CaseFile;
}

/** The options that every recorded invocation had, with a log folder outside what is compared. */
export function recordedOptions(directory: string): readonly string[] {
  return ['--no-use-colors', '--log-format-file', 'json', '--log-path', path.join(directory, '.logs')];
}

/** Copies the project of a case and does its set-up. Throws when a command of it ends otherwise than recorded. */
export async function openCase(definition: CaseFile, run: ProgramRunner): Promise<CaseWorkspace> {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'tx-case-')));
  const base = path.join(folder, 'base');
  cpSync(path.join(definition.folder, 'project'), base, { recursive: true });
  const workspace = { folder, base, definition };
  try {
    await setUp(workspace, base, definition.setup, run);
  } catch (error) {
    closeCase(workspace);
    throw error;
  }
  return workspace;
}

/** Removes what a case made. */
export function closeCase(workspace: CaseWorkspace): void {
  rmSync(workspace.folder, { recursive: true, force: true });
}

/** The folder an invocation runs in: the shared one, or a copy where it changes files. */
export async function directoryFor(
  workspace: CaseWorkspace,
  invocation: Invocation,
  run: ProgramRunner,
): Promise<string> {
  const { definition, base, folder } = workspace;
  if (!definition.fresh && !invocation.files && !invocation.setup?.length) return base;
  const directory = realpathSync(mkdtempSync(path.join(folder, 'own-')));
  cpSync(base, directory, { recursive: true });
  writeFiles(directory, invocation.files ?? {});
  await setUp(workspace, directory, invocation.setup ?? [], run);
  return directory;
}

async function setUp(
  workspace: CaseWorkspace,
  directory: string,
  steps: readonly SetupStep[],
  run: ProgramRunner,
): Promise<void> {
  const { definition } = workspace;
  for (const step of steps) {
    if (step.overlay)
      cpSync(path.join(definition.folder, step.overlay), directory, { recursive: true, force: true });
    writeFiles(directory, step.files ?? {});
    for (const name of step.remove ?? [])
      rmSync(path.join(directory, name), { recursive: true, force: true });
    if (step.copy) {
      const [from, to] = step.copy;
      cpSync(path.join(directory, from), path.join(directory, to), { recursive: true });
    }
    if (step.args) {
      const args = [...recordedOptions(directory), ...step.args];
      const result = await run(args, { directory, env: { ...definition.env, ...step.env } });
      if (result.exitCode !== (step.exit_code ?? 0))
        throw new Error(
          `set-up of ${definition.name}: ${step.args.join(' ')} ended with ${result.exitCode}\n${result.stdout}${result.stderr}`,
        );
    }
  }
}

function writeFiles(directory: string, files: Readonly<Record<string, string | null>>): void {
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(directory, name);
    if (text === null) rmSync(file, { recursive: true, force: true });
    else {
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
  }
}
