import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, writeFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { load } from 'js-yaml';
import { adapters } from '../../../adapters/index.ts';
import { parseVars } from '../../../src/config/vars.ts';
import { resolveFlags } from '../../../src/config/flags-resolve.ts';
import { loadProject } from '../../../src/config/load-project.ts';
import type { JsonObject } from '../../../src/config/json.ts';
import type { Project } from '../../../src/config/project.ts';
import { parseProject, type ParsedProject } from '../../../src/parse/parse-project.ts';

/** A copy of a case's project in a folder of its own, with its local packages installed. */
export function copyProject(source: string, files: Readonly<Record<string, string | null>> = {}): string {
  const directory = realpathSync(mkdtempSync(path.join(tmpdir(), 'tx-case-')));
  cpSync(source, directory, { recursive: true });
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(directory, name);
    if (text === null) rmSync(file, { force: true });
    else {
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
  }
  return directory;
}

/** Installs the `local:` packages of packages.yml by copying them. */
export function installLocalPackages(directory: string): void {
  const file = path.join(directory, 'packages.yml');
  if (!existsSync(file)) return;
  const { packages } = load(readFileSync(file, 'utf8')) as { packages: { local: string }[] };
  for (const { local } of packages) {
    const from = path.join(directory, local);
    const { name } = load(readFileSync(path.join(from, 'dbt_project.yml'), 'utf8')) as { name: string };
    cpSync(from, path.join(directory, 'dbt_packages', name), { recursive: true });
  }
}

/** Loads a project as `dbt parse` would with these arguments. */
async function loadCase(
  directory: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Project> {
  const option = (name: string): string | undefined => {
    const at = args.indexOf(name);
    return at < 0 ? undefined : args[at + 1];
  };
  const file = path.join(directory, 'dbt_project.yml');
  const own = existsSync(file) ? ((load(readFileSync(file, 'utf8')) ?? {}) as { flags?: JsonObject }) : {};
  const flags = resolveFlags({
    commandLine: {
      which: 'parse',
      command: {},
      vars: parseVars(option('--vars') === undefined ? [] : [option('--vars')!]),
      projectDir: directory,
      profilesDir: directory,
      ...(option('--target') === undefined ? {} : { target: option('--target')! }),
    },
    environment,
    projectFlags: own.flags ?? {},
  });
  return loadProject(flags, {
    environment,
    adapters: {
      names: Object.keys(adapters),
      load: async (type) => (Object.hasOwn(adapters, type) ? adapters[type as keyof typeof adapters]() : null),
    },
    startedAt: new Date('2026-11-24T12:00:00Z'),
    invocationId: '00000000-0000-0000-0000-000000000000',
  });
}

/** Loads and parses. */
export async function parseCase(
  directory: string,
  args: readonly string[] = [],
  environment: Readonly<Record<string, string>> = {},
): Promise<ParsedProject> {
  return parseProject(await loadCase(directory, args, environment));
}
