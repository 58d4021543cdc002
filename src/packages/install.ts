import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { baseScope } from '../config/base-scope.ts';
import type { Flags } from '../config/flags.ts';
import type { Json, JsonObject } from '../config/json.ts';
import { packagesFolder, readProjectFile } from '../config/project-config.ts';
import { readTextFileIfAny } from '../config/read-text-file.ts';
import { renderYaml } from '../config/render-yaml.ts';
import { readYaml } from '../config/yaml.ts';
import { ProjectFailure } from '../errors/project-error.ts';
import type { Scope } from '../template/value.ts';
import { checkoutGit, fetchTarball, linkFolder } from './fetch-package.ts';
import { resolveHubPackage } from './hub.ts';
import { lockText, readLock, specsHash, withoutSecrets } from './lock-file.ts';
import { readSpecs, type PackageSpec } from './package-spec.ts';

/** What `deps` needs: the project, where it may look, and how far it goes. */
export interface InstallOptions {
  readonly projectRoot: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly flags: Flags;
  /** Write the lock and install nothing. */
  readonly lockOnly: boolean;
  /** Resolve anew although a lock fits. */
  readonly upgrade: boolean;
  /** `name@version` to add to packages.yml first. */
  readonly addPackage: string | null;
  readonly addSource: string;
  readonly say: (text: string) => void;
}

/** A package at the place it is installed from. */
interface Resolved {
  readonly name: string;
  readonly lock: JsonObject;
  readonly label: string;
}

/**
 * Installs what packages.yml or dependencies.yml names, and what those packages name in turn, into the packages
 * folder; writes package-lock.yml. Throws ProjectFailure TX15xx.
 */
export async function installPackages(options: InstallOptions): Promise<void> {
  if (options.addPackage !== null) addPackage(options.projectRoot, options.addPackage, options.addSource);
  const raw = readProjectFile(options.projectRoot);
  const scope = installScope(options);
  const listed = packageList(options.projectRoot, options);
  const folder = path.resolve(raw.root, packagesFolder(raw, scope));
  checkFolder(folder, path.resolve(options.projectRoot));
  if (listed.length === 0) {
    options.say('Warning: No packages were found in packages.yml');
    return;
  }
  const lockFile = path.join(options.projectRoot, 'package-lock.yml');
  const sha1 = specsHash(withoutSecrets(listed as Json, options.environment));
  const known = readLock(lockFile);
  const useLock = known !== null && known.sha1 === sha1 && !options.upgrade;
  const target = options.lockOnly ? mkdtempSync(path.join(tmpdir(), 'tx-lock-')) : folder;
  rmSync(target, { recursive: true, force: true });
  const from = useLock ? renderYaml(known.packages as Json, scope, 'package-lock.yml') : listed;
  const resolved = await installAll(
    readSpecs(from as Json, 'packages.yml'),
    options.projectRoot,
    target,
    options,
  );
  if (options.lockOnly) rmSync(target, { recursive: true, force: true });
  const packages = [...resolved.values()].map((item) => withoutSecrets(item.lock, options.environment));
  if (!useLock) writeFileSync(lockFile, lockText({ packages: packages as readonly JsonObject[], sha1 }));
  options.say(
    `${options.lockOnly ? 'Locked' : 'Installed'} ${resolved.size} package${resolved.size === 1 ? '' : 's'}.`,
  );
}

async function installAll(
  specs: readonly PackageSpec[],
  base: string,
  folder: string,
  options: InstallOptions,
  resolved = new Map<string, Resolved>(),
): Promise<ReadonlyMap<string, Resolved>> {
  for (const spec of specs) {
    const staging = path.join(folder, `.tx-${resolved.size}-${process.pid}`);
    mkdirSync(folder, { recursive: true });
    const found = await fetchOne(spec, base, staging, options);
    const root = found.root ?? staging;
    const name = packageName(root, found.label);
    if (resolved.has(name)) {
      rmSync(staging, { recursive: true, force: true });
      continue;
    }
    const installed = path.join(folder, name);
    place(found.root, staging, installed);
    resolved.set(name, { name, lock: { ...found.lock, name }, label: found.label });
    options.say(`Installing ${found.label}`);
    const own = packageList(installed, options);
    // What a package names by a path lies beside it where it is installed.
    const inner = found.root ?? installed;
    await installAll(readSpecs(own as Json, 'packages.yml'), inner, folder, options, resolved);
  }
  return resolved;
}

/** The name of a fetched package, which becomes a folder's. Throws ProjectFailure TX1503 for one that is no name. */
function packageName(root: string, label: string): string {
  const name = String(readProjectFile(root).value['name'] ?? '');
  if (/^\w+$/.test(name)) return name;
  throw new ProjectFailure({
    code: 'TX1503',
    message: `The package ${label} calls itself ${JSON.stringify(name)}, which is no name of a package`,
    hint: 'Its dbt_project.yml must give it a name of letters, digits and underscores.',
  });
}

/** The folder that packages are installed into is emptied first: it must not hold the project. Throws TX1503. */
function checkFolder(folder: string, projectRoot: string): void {
  const down = path.relative(folder, projectRoot);
  if (down.startsWith('..') || path.isAbsolute(down)) return;
  throw new ProjectFailure({
    code: 'TX1503',
    message: `packages-install-path names ${folder}, which holds the project itself: installing empties that folder`,
    hint: 'Name a folder of its own, such as dbt_packages.',
    location: { file: 'dbt_project.yml' },
  });
}

/** Moves a fetched package to its name; a local one is linked. */
function place(localRoot: string | null, staging: string, target: string): void {
  if (localRoot !== null) {
    linkFolder(localRoot, target);
    return;
  }
  rmSync(target, { recursive: true, force: true });
  renameSync(staging, target);
}

async function fetchOne(
  spec: PackageSpec,
  base: string,
  staging: string,
  options: InstallOptions,
): Promise<{ readonly root: string | null; readonly lock: JsonObject; readonly label: string }> {
  switch (spec.kind) {
    case 'local': {
      const root = path.resolve(base, spec.path);
      if (!existsSync(path.join(root, 'dbt_project.yml'))) {
        throw new ProjectFailure({
          code: 'TX1501',
          message: `No dbt_project.yml found at expected path ${path.join(root, 'dbt_project.yml')}`,
          hint: `Check the path of the local package '${spec.path}'.`,
          location: { file: 'packages.yml' },
        });
      }
      return { root, lock: { local: spec.path }, label: spec.path };
    }
    case 'git': {
      const commit = checkoutGit(spec.url, spec.revision, spec.subdirectory, staging);
      if (spec.revision === null && spec.warnUnpinned)
        options.say(`The git package "${spec.url}" is not pinned; set revision: to one.`);
      const lock = {
        git: spec.url,
        revision: commit,
        ...(spec.subdirectory === null ? {} : { subdirectory: spec.subdirectory }),
      };
      return { root: null, lock, label: `${spec.url} (${commit.slice(0, 7)})` };
    }
    case 'hub': {
      const found = await resolveHubPackage(spec.name, spec.versions, spec.prerelease, options.environment);
      await fetchTarball(found.tarball, staging);
      return {
        root: null,
        lock: { package: spec.name, version: found.version },
        label: `${spec.name}@${found.version}`,
      };
    }
    case 'tarball':
      await fetchTarball(spec.url, staging);
      return { root: null, lock: { tarball: spec.url, name: spec.name }, label: spec.url };
  }
}

/** No profile is read to install packages: `target` is there, and empty. */
function installScope({ environment, flags }: Pick<InstallOptions, 'environment' | 'flags'>): Scope {
  return baseScope({ environment, flags, vars: flags.vars, allowSecrets: true, target: new Map() });
}

/** What a package depends on: packages.yml (with Jinja) or dependencies.yml (without). */
function packageList(root: string, options: Pick<InstallOptions, 'environment' | 'flags'>): readonly Json[] {
  const scope = installScope(options);
  for (const name of ['packages.yml', 'dependencies.yml']) {
    const text = readTextFileIfAny(path.join(root, name));
    if (text === null) continue;
    const value = readYaml(text, name).value as JsonObject | null;
    const rendered = name === 'packages.yml' ? (renderYaml(value, scope, name) as JsonObject | null) : value;
    const list: Json | undefined = rendered?.['packages'];
    if (Array.isArray(list) && list.length > 0) return list as readonly Json[];
  }
  return [];
}

function addPackage(root: string, text: string, source: string): void {
  const file = path.join(root, 'packages.yml');
  const existing = readTextFileIfAny(file) ?? 'packages:\n';
  const [name = '', version = ''] = text.split('@');
  const entry =
    source === 'local'
      ? `  - local: ${name}\n`
      : source === 'git'
        ? `  - git: ${name}\n    revision: ${version}\n`
        : `  - package: ${name}\n    version: ${version}\n`;
  writeFileSync(file, `${existing.trimEnd()}\n${entry}`);
}
