import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync } from 'node:fs';
import path from 'node:path';
import type { JsonObject } from '../config/json.ts';
import { readProjectFile } from '../config/project-config.ts';
import { ProjectFailure } from '../errors/project-error.ts';
import { checkoutGit, fetchTarball } from './fetch-package.ts';
import type { Hub } from './hub.ts';
import type { GitSpec, HubSpec, PackageSpec } from './package-spec.ts';

/** A package of which it is decided what is installed. */
export interface PinnedPackage {
  /** The project's name, and so its folder's. */
  readonly name: string;
  /** Its entry in package-lock.yml. */
  readonly lock: JsonObject;
  readonly label: string;
  /** What is said of where it came from. */
  readonly origin: string;
  /** Where its files lie now; null for a package of the hub that is not downloaded yet. */
  readonly root: string | null;
  /** Under what its archive's checksum is kept; null where there is no archive. */
  readonly archive: string | null;
  readonly sha256: string | null;
  /** The newest version on the hub; null for others. */
  readonly latest: string | null;
}

/** Where packages come from and are put at first. */
export interface FetchContext {
  readonly projectRoot: string;
  /** A folder for what is downloaded, made when it is needed. */
  readonly staging: string;
  readonly hub: Hub;
  readonly say: (text: string) => void;
}

/** Decides what is installed for a spec; all but packages of the hub are fetched for it. Throws ProjectFailure TX15xx. */
export async function pinPackage(
  spec: PackageSpec,
  base: string,
  context: FetchContext,
): Promise<PinnedPackage> {
  switch (spec.kind) {
    case 'local':
      return pinLocal(spec.path, base, context);
    case 'git':
      return pinGit(spec, context);
    case 'hub':
      return pinHub(spec, context);
    case 'tarball':
      return pinTarball(spec.url, spec.name, context);
  }
}

/** As dbt has it a path starts at the root project; one that starts at the package that names it is found too. */
function pinLocal(given: string, base: string, { projectRoot }: FetchContext): PinnedPackage {
  const candidates = [...new Set([path.resolve(projectRoot, given), path.resolve(base, given)])];
  const root = candidates.find((folder) => existsSync(path.join(folder, 'dbt_project.yml')));
  if (root === undefined) {
    throw new ProjectFailure({
      code: 'TX1501',
      message: `No dbt_project.yml found at expected path ${path.join(candidates[0] ?? given, 'dbt_project.yml')}`,
      hint: `Check the path of the local package '${given}'.`,
      location: { file: 'packages.yml' },
    });
  }
  const fromRoot = root === candidates[0] ? given : path.relative(projectRoot, root);
  const name = packageName(root, given);
  const nothing = { archive: null, sha256: null, latest: null };
  return {
    ...nothing,
    name,
    lock: { local: fromRoot, name },
    label: given,
    origin: `<local @ ${given}>`,
    root,
  };
}

function pinGit(spec: GitSpec, context: FetchContext): PinnedPackage {
  const root = stagingFolder(context);
  const commit = checkoutGit(spec.url, spec.revision, spec.subdirectory, root);
  if (spec.revision === null && spec.warnUnpinned) {
    context.say(
      `Warning: The git package "${spec.url}" is not pinned, using HEAD (default branch). This can introduce breaking changes into your project without warning!`,
    );
  }
  const inFolder = spec.subdirectory === null ? {} : { subdirectory: spec.subdirectory };
  const name = packageName(root, spec.url);
  return {
    name,
    lock: { git: spec.url, name, revision: commit, ...inFolder },
    label: spec.subdirectory === null ? spec.url : `${spec.url}/${spec.subdirectory}`,
    origin: `revision ${commit}`,
    root,
    archive: null,
    sha256: null,
    latest: null,
  };
}

async function pinHub(spec: HubSpec, { hub }: FetchContext): Promise<PinnedPackage> {
  const { version, latest } = await hub.resolve(spec);
  const name = spec.name.slice(spec.name.lastIndexOf('/') + 1);
  return {
    name,
    lock: { name, package: spec.name, version },
    label: spec.name,
    origin: `version ${version}`,
    root: null,
    archive: `${name}@${version}`,
    sha256: null,
    latest,
  };
}

async function pinTarball(url: string, given: string | null, context: FetchContext): Promise<PinnedPackage> {
  const root = stagingFolder(context);
  const { sha256 } = await fetchTarball(url, root);
  const name = given ?? packageName(root, url);
  checkName(name, url);
  return {
    name,
    lock: { name, tarball: url },
    label: name,
    origin: `tarball (url: ${url})`,
    root,
    archive: name,
    sha256,
    latest: null,
  };
}

/** Downloads a package of the hub that is pinned. Throws ProjectFailure TX1501, TX1503 or TX1504. */
export async function fetchPinned(pinned: PinnedPackage, context: FetchContext): Promise<PinnedPackage> {
  if (pinned.root !== null) return pinned;
  const { package: name, version } = pinned.lock;
  const versions = [String(version)];
  const found = await context.hub.resolve({ kind: 'hub', name: String(name), versions, prerelease: true });
  const root = stagingFolder(context);
  const { bytes, sha256 } = await fetchTarball(found.tarball, root);
  if (found.sha1 !== null && createHash('sha1').update(bytes).digest('hex') !== found.sha1)
    throw changed(pinned, 'the hub says');
  const project = packageName(root, pinned.label);
  return { ...pinned, name: project, lock: { ...pinned.lock, name: project }, root, sha256 };
}

/** An archive that is not what it was. */
export function changed({ label, origin }: PinnedPackage, where: string): ProjectFailure {
  return new ProjectFailure({
    code: 'TX1504',
    message: `The archive of ${label} (${origin}) has not the checksum that ${where}`,
    hint: 'Find out why it changed. To take it as it is, remove its line at the end of package-lock.yml.',
    location: { file: 'package-lock.yml' },
  });
}

function stagingFolder({ staging }: FetchContext): string {
  mkdirSync(staging, { recursive: true });
  return mkdtempSync(path.join(staging, 'package-'));
}

/** The name of a fetched package, which becomes a folder's. Throws ProjectFailure TX1503 for one that is no name. */
function packageName(root: string, label: string): string {
  const name = String(readProjectFile(root).value['name'] ?? '');
  checkName(name, label);
  return name;
}

function checkName(name: string, label: string): void {
  if (/^\w+$/.test(name)) return;
  throw new ProjectFailure({
    code: 'TX1503',
    message: `The package ${label} calls itself ${JSON.stringify(name)}, which is no name of a package`,
    hint: 'Its dbt_project.yml must give it a name of letters, digits and underscores.',
  });
}
