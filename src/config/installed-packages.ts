import { existsSync, readdirSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { ProjectFailure } from '../errors/project-error.ts';
import type { Scope } from '../template/value.ts';
import type { Json, JsonObject } from './json.ts';
import { loadPackage, readProjectFile } from './project-config.ts';
import type { Package } from './project.ts';
import { readTextFileIfAny } from './read-text-file.ts';
import { readYaml } from './yaml.ts';

/**
 * The packages in the install folder, by name. Throws ProjectFailure TX1106 when fewer are installed than packages.yml
 * or dependencies.yml declares, and the package's own faults.
 */
export function installedPackages(
  root: Package,
  scopeFor: (packageName: string) => Scope,
): readonly Package[] {
  const folder = path.resolve(root.root, root.packagesInstallPath);
  const packages = folders(folder).flatMap((directory) => {
    if (!existsSync(path.join(directory, 'dbt_project.yml'))) return [];
    const raw = readProjectFile(directory);
    return [loadPackage(raw, scopeFor(String(raw.value['name'] ?? '')), false)];
  });
  const declared = declaredPackages(root.root);
  if (declared > packages.length) {
    throw new ProjectFailure({
      code: 'TX1106',
      message: `tx found ${declared} package(s) specified in packages.yml, but only ${packages.length} package(s) installed in ${root.packagesInstallPath}.`,
      hint: 'Run tx deps to install package dependencies.',
      location: { file: 'packages.yml' },
    });
  }
  return packages.sort((a, b) => (a.name < b.name ? -1 : 1));
}

function folders(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .map((name) => path.join(folder, name))
    .filter((entry) => statSync(entry).isDirectory())
    .map((entry) => realpathSync(entry));
}

function declaredPackages(root: string): number {
  return ['packages.yml', 'dependencies.yml'].reduce((count, name) => {
    const text = readTextFileIfAny(path.join(root, name));
    if (text === null) return count;
    const value = readYaml(text, name).value as JsonObject | null;
    const list: Json | undefined = value?.['packages'];
    return count + (Array.isArray(list) ? list.length : 0);
  }, 0);
}
