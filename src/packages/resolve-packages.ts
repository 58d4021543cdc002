import type { Json } from '../config/json.ts';
import { ProjectFailure } from '../errors/project-error.ts';
import { packageList, type InstallContext } from './package-list.ts';
import { readSpecs, type GitSpec, type HubSpec, type PackageSpec } from './package-spec.ts';
import { pinPackage, type FetchContext, type PinnedPackage } from './pinned-package.ts';

/** A spec, and the folder that paths in it may start at. */
interface Demand {
  readonly spec: PackageSpec;
  readonly base: string;
}

/**
 * Decides on every package that the specs ask for, and on those that these ask for in turn: one version of each, which
 * satisfies all who ask for it. Throws ProjectFailure TX15xx.
 */
export async function resolvePackages(
  specs: readonly PackageSpec[],
  context: FetchContext & InstallContext,
): Promise<readonly PinnedPackage[]> {
  const demands = new Map<string, Demand>();
  const pinned = new Map<string, PinnedPackage>();
  let pending: readonly Demand[] = specs.map((spec) => ({ spec, base: context.projectRoot }));
  while (pending.length > 0) {
    const next: Demand[] = [];
    for (const demand of pending) {
      const key = keyOf(demand.spec);
      const known = demands.get(key);
      const all = known === undefined ? demand : { ...known, spec: merged(known.spec, demand.spec) };
      if (known !== undefined && JSON.stringify(all.spec) === JSON.stringify(known.spec)) continue;
      demands.set(key, all);
      const before = pinned.get(key);
      const decided = await pinPackage(all.spec, all.base, context);
      pinned.set(key, decided);
      if (JSON.stringify(before?.lock) !== JSON.stringify(decided.lock))
        next.push(...(await dependenciesOf(all.spec, decided, context)));
    }
    pending = next;
  }
  const all = [...pinned.values()];
  refuseTwins(all);
  return all;
}

/** What names a package, whatever version of it is asked for. */
function keyOf(spec: PackageSpec): string {
  switch (spec.kind) {
    case 'local':
      return `local ${spec.path}`;
    case 'git':
      return `git ${spec.url.replace(/(\.git)?\/?$/, '')} ${spec.subdirectory ?? ''}`;
    case 'hub':
      return `hub ${spec.name}`;
    case 'tarball':
      return `tarball ${spec.url}`;
  }
}

function merged(known: PackageSpec, further: PackageSpec): PackageSpec {
  if (known.kind === 'hub' && further.kind === 'hub') return mergedHub(known, further);
  if (known.kind === 'git' && further.kind === 'git') return mergedGit(known, further);
  return known;
}

function mergedHub(known: HubSpec, further: HubSpec): HubSpec {
  return {
    ...known,
    versions: [...new Set([...known.versions, ...further.versions])],
    prerelease: known.prerelease || further.prerelease,
  };
}

function mergedGit(known: GitSpec, further: GitSpec): GitSpec {
  const revision = known.revision ?? further.revision;
  if (further.revision !== null && further.revision !== revision) {
    throw new ProjectFailure({
      code: 'TX1501',
      message: `The git package ${known.url} is asked for at two revisions: ${revision} and ${further.revision}`,
      hint: 'Name one revision in packages.yml and in the packages that depend on it.',
      location: { file: 'packages.yml' },
    });
  }
  return { ...known, revision, warnUnpinned: known.warnUnpinned && further.warnUnpinned };
}

async function dependenciesOf(
  spec: PackageSpec,
  pinned: PinnedPackage,
  context: FetchContext & InstallContext,
): Promise<readonly Demand[]> {
  if (pinned.root === null) {
    const { packages } = await context.hub.resolve(spec as HubSpec);
    return readSpecs(packages, `packages.yml of ${pinned.name}`).map((each) => ({
      spec: each,
      base: context.projectRoot,
    }));
  }
  const { root } = pinned;
  const list = packageList(root, context);
  return readSpecs(list.rendered as Json, `${list.file} of ${pinned.name}`).map((each) => ({
    spec: each,
    base: root,
  }));
}

function refuseTwins(all: readonly PinnedPackage[]): void {
  const seen = new Map<string, PinnedPackage>();
  for (const pinned of all) {
    const twin = seen.get(pinned.name);
    if (twin !== undefined) {
      throw new ProjectFailure({
        code: 'TX1501',
        message: `Found duplicate project "${pinned.name}": it is named as ${twin.label} (${twin.origin}) and as ${pinned.label} (${pinned.origin})`,
        hint: 'A dependency has the same project name as some other dependency. Keep one of them.',
        location: { file: 'packages.yml' },
      });
    }
    seen.set(pinned.name, pinned);
  }
}
