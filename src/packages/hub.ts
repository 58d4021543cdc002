import { ProjectFailure } from '../errors/project-error.ts';
import { resolveVersion } from './semver-range.ts';

const HUB = 'https://hub.getdbt.com';

interface HubVersion {
  readonly downloads?: { readonly tarball?: string };
}

/** A package of the hub at its resolved version. */
export interface HubPackage {
  readonly version: string;
  readonly tarball: string;
}

/** Resolves a package on the hub (its address is DBT_PACKAGE_HUB_URL). Throws ProjectFailure TX1501. */
export async function resolveHubPackage(
  name: string,
  ranges: readonly string[],
  prerelease: boolean,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<HubPackage> {
  const base = (environment['DBT_PACKAGE_HUB_URL'] ?? HUB).replace(/\/$/, '');
  const url = `${base}/api/v1/${name}.json`;
  const response = await fetch(url).catch((thrown: unknown) => {
    throw new ProjectFailure({
      code: 'TX1501',
      message: `The package hub cannot be reached: ${thrown instanceof Error ? thrown.message : String(thrown)}`,
      hint: 'Set DBT_PACKAGE_HUB_URL to a mirror.',
    });
  });
  if (!response.ok)
    throw new ProjectFailure({
      code: 'TX1501',
      message: `Package ${name} was not found in the package index (${response.status})`,
    });
  const index = (await response.json()) as { readonly versions?: Readonly<Record<string, HubVersion>> };
  const available = Object.keys(index.versions ?? {});
  const version = resolveVersion(available, ranges, prerelease);
  const tarball = version === null ? undefined : index.versions?.[version]?.downloads?.tarball;
  if (version === null || tarball === undefined) {
    throw new ProjectFailure({
      code: 'TX1501',
      message: `Could not find a matching compatible version for package ${name}\n  Requested range: ${ranges.join(', ')}\n  Compatible versions: ${available.join(', ')}`,
    });
  }
  return { version, tarball };
}
