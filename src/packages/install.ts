import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Json, JsonObject } from '../config/json.ts';
import { packagesFolder, readProjectFile } from '../config/project-config.ts';
import { renderYaml } from '../config/render-yaml.ts';
import { ProjectFailure } from '../errors/project-error.ts';
import { sameJson } from '../util/same-json.ts';
import { addPackage } from './add-package.ts';
import { linkFolder } from './fetch-package.ts';
import { openHub } from './hub.ts';
import { filesChecksum, readInstalled, writeInstalled, type InstalledPackage } from './installed-record.ts';
import { lockText, readLock, specsHash, withoutSecrets, type PackageLock } from './lock-file.ts';
import { installScope, packageList, type InstallContext, type PackageList } from './package-list.ts';
import { readSpecs } from './package-spec.ts';
import { changed, fetchPinned, pinPackage, type FetchContext, type PinnedPackage } from './pinned-package.ts';
import { resolvePackages } from './resolve-packages.ts';
import { plural } from '../util/plural.ts';

/** What `deps` needs: the project, where it may look, and how far it goes. */
export interface InstallOptions extends InstallContext {
  readonly projectRoot: string;
  /** Write the lock and install nothing. */
  readonly lockOnly: boolean;
  /** Resolve anew although a lock fits. */
  readonly upgrade: boolean;
  /** `name@version` to add to packages.yml first. */
  readonly addPackage: string | null;
  readonly addSource: string;
  readonly say: (text: string) => void;
}

/** Everything that the parts of one installation share. */
interface Installation extends FetchContext, InstallContext {
  readonly folder: string;
  readonly lock: PackageLock | null;
}

/**
 * Installs what packages.yml or dependencies.yml names, and what those packages name in turn, into the packages
 * folder; writes package-lock.yml. What is locked and there already is not asked for again. Nothing is changed until
 * everything is fetched. Throws ProjectFailure TX15xx.
 */
export async function installPackages(options: InstallOptions): Promise<void> {
  const projectRoot = path.resolve(options.projectRoot);
  if (options.addPackage !== null)
    addPackage(projectRoot, options.addPackage, options.addSource, options.say);
  const raw = readProjectFile(projectRoot);
  const folder = path.resolve(projectRoot, packagesFolder(raw, installScope(options)));
  checkFolder(folder, projectRoot);
  const list = packageList(projectRoot, options);
  if (list.rendered.length === 0) {
    options.say('Warning: No packages were found in packages.yml');
    return;
  }
  const lock = readLock(path.join(projectRoot, 'package-lock.yml'));
  const staging = path.join(folder, `.tx-staging-${process.pid}`);
  const hub = openHub(options.environment);
  const installation = { ...options, projectRoot, folder, lock, staging, hub };
  try {
    await install(installation, list, options);
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

async function install(
  installation: Installation,
  list: PackageList,
  options: InstallOptions,
): Promise<void> {
  const sha1 = specsHash(list.rendered, list.written);
  const { lock } = installation;
  const locked = lock !== null && lock.sha1 === sha1 && !options.upgrade ? lock : null;
  const pinned =
    locked === null
      ? await resolvePackages(readSpecs(list.rendered as Json, list.file), installation)
      : await pinLocked(locked, installation);
  const ready = options.lockOnly ? pinned : await put(pinned, installation);
  if (locked === null || options.lockOnly || ready.some(({ sha256 }) => sha256 !== null))
    writeLock(ready, sha1, installation);
  installation.say(`${options.lockOnly ? 'Locked' : 'Installed'} ${plural(ready.length, 'package')}.`);
}

/** What a lock names. Packages that stand installed as it names them are not looked for elsewhere. */
async function pinLocked(lock: PackageLock, installation: Installation): Promise<readonly PinnedPackage[]> {
  const scope = installScope(installation);
  const rendered = renderYaml(lock.packages as Json, scope, 'package-lock.yml') as readonly JsonObject[];
  const installed = readInstalled(installation.folder);
  const pinned: PinnedPackage[] = [];
  for (const entry of rendered) {
    const name = String(entry['name'] ?? '');
    const known = installed.get(name);
    const { projectRoot } = installation;
    const [spec] = readSpecs([{ ...entry, 'warn-unpinned': false }], 'package-lock.yml');
    if (known !== undefined && standsAsLocked(name, known, entry, installation))
      pinned.push(asInstalled(name, known, entry, installation));
    else if (spec?.kind === 'hub') pinned.push(lockedOfHub(entry, name));
    else if (spec !== undefined) pinned.push(await pinPackage(spec, projectRoot, installation));
  }
  return pinned;
}

function lockedOfHub(entry: JsonObject, name: string): PinnedPackage {
  const version = String(entry['version']);
  return {
    name,
    lock: entry,
    label: String(entry['package']),
    origin: `version ${version}`,
    root: null,
    archive: `${name}@${version}`,
    sha256: null,
    latest: null,
  };
}

function standsAsLocked(
  name: string,
  known: InstalledPackage,
  entry: JsonObject,
  { folder, environment }: Installation,
): boolean {
  return (
    entry['local'] === undefined &&
    sameJson(known.lock, withoutSecrets(entry, environment)) &&
    filesChecksum(path.join(folder, name)) === known.files
  );
}

function asInstalled(
  name: string,
  { sha256 }: InstalledPackage,
  entry: JsonObject,
  { folder }: Installation,
): PinnedPackage {
  const label = String(entry['package'] ?? entry['git'] ?? entry['tarball'] ?? name);
  const version = entry['version'] ?? entry['revision'];
  const archive = version === undefined ? name : `${name}@${String(version)}`;
  return {
    name,
    lock: entry,
    label,
    origin: version === undefined ? 'its place' : `version ${String(version)}`,
    root: path.join(folder, name),
    archive: entry['git'] === undefined ? archive : null,
    sha256,
    latest: null,
  };
}

/** Fetches what is missing, and only then puts the packages in place of what the folder held. */
async function put(
  pinned: readonly PinnedPackage[],
  installation: Installation,
): Promise<readonly PinnedPackage[]> {
  const { folder, lock, say, environment } = installation;
  const ready: PinnedPackage[] = [];
  for (const each of pinned) {
    const fetched = await fetchPinned(each, installation);
    const expected = each.archive === null ? undefined : lock?.checksums.get(each.archive);
    if (expected !== undefined && fetched.sha256 !== null && fetched.sha256 !== expected)
      throw changed(fetched, 'package-lock.yml keeps of it');
    ready.push(fetched);
  }
  mkdirSync(folder, { recursive: true });
  const staging = path.basename(installation.staging);
  const kept = new Set([staging, ...ready.filter(isInPlace(folder)).map(({ name }) => name)]);
  for (const entry of readdirSync(folder))
    if (!kept.has(entry)) rmSync(path.join(folder, entry), { recursive: true, force: true });
  const record = new Map<string, InstalledPackage>();
  for (const each of ready) {
    tell(each, isInPlace(folder)(each), say);
    place(each, folder);
    const files = each.lock['local'] === undefined ? filesChecksum(path.join(folder, each.name)) : null;
    const entry = withoutSecrets(each.lock, environment) as JsonObject;
    if (files !== null) record.set(each.name, { lock: entry, sha256: each.sha256, files });
  }
  writeInstalled(folder, record);
  return ready;
}

function isInPlace(folder: string): (each: PinnedPackage) => boolean {
  return ({ root, name }) => root === path.join(folder, name);
}

function tell(
  { label, origin, latest, lock }: PinnedPackage,
  stands: boolean,
  say: (text: string) => void,
): void {
  say(stands ? `Already installed: ${label}` : `Installing ${label}`);
  if (stands) return;
  say(`  Installed from ${origin}`);
  if (latest !== null)
    say(latest === lock['version'] ? '  Up to date!' : `  Updated version available: ${latest}`);
}

/** Moves a fetched package to its name; a local one is linked. */
function place({ root, name, lock }: PinnedPackage, folder: string): void {
  const target = path.join(folder, name);
  if (root === null || root === target) return;
  if (lock['local'] === undefined) renameSync(root, target);
  else linkFolder(root, target);
}

function writeLock(ready: readonly PinnedPackage[], sha1: string, installation: Installation): void {
  const file = path.join(installation.projectRoot, 'package-lock.yml');
  const known = installation.lock?.checksums ?? new Map<string, string>();
  const checksums = ready.flatMap(({ archive, sha256 }) => {
    const checksum = archive === null ? undefined : (sha256 ?? known.get(archive));
    return archive === null || checksum === undefined ? [] : [[archive, checksum] as const];
  });
  const packages = ready.map(({ lock }) => withoutSecrets(lock, installation.environment) as JsonObject);
  const text = lockText({ packages, sha1, checksums: new Map(checksums) });
  writeFileSync(file, text);
}

/** The folder that packages are installed into is emptied: it must not hold the project. Throws TX1503. */
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
