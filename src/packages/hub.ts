import type { Json, JsonObject } from '../config/json.ts';
import { DBT_COMPATIBLE_VERSION } from '../config/dbt-version.ts';
import { satisfiesRequirement } from '../config/require-version.ts';
import { suggest } from '../errors/did-you-mean.ts';
import { ProjectFailure } from '../errors/project-error.ts';
import { download } from './download.ts';
import type { HubSpec } from './package-spec.ts';
import { compareVersions, resolveVersion } from './semver-range.ts';

const HUB = 'https://hub.getdbt.com';

/** A package of the hub at the version that was chosen for it. */
export interface HubPackage {
  readonly version: string;
  /** The newest version there is that may be installed. */
  readonly latest: string;
  readonly tarball: string;
  /** SHA-1 of the archive as the hub tells it; null where it tells none. */
  readonly sha1: string | null;
  /** What the version depends on, as packages.yml writes it. */
  readonly packages: Json;
}

/** The hub at an address, each package asked for once. */
export interface Hub {
  /** Chooses the highest version that satisfies the ranges. Throws ProjectFailure TX1501. */
  resolve(spec: HubSpec): Promise<HubPackage>;
}

/** The hub that DBT_PACKAGE_HUB_URL names, else dbt's. */
export function openHub(environment: Readonly<Record<string, string | undefined>>): Hub {
  const base = (environment['DBT_PACKAGE_HUB_URL'] ?? HUB).replace(/\/+$/, '');
  const entries = new Map<string, Promise<Readonly<Record<string, JsonObject>>>>();
  return {
    async resolve(spec) {
      const entry = entries.get(spec.name) ?? versionsOf(base, spec.name);
      entries.set(spec.name, entry);
      return choose(spec, await entry);
    },
  };
}

const OFFLINE = 'Set DBT_PACKAGE_HUB_URL to a mirror that can be reached.';

async function versionsOf(base: string, name: string): Promise<Readonly<Record<string, JsonObject>>> {
  const bytes = await download(`${base}/api/v1/${name}.json`, OFFLINE);
  if (bytes === null) throw await unknownPackage(base, name);
  const entry = parsed(bytes, name);
  const versions = entry['versions'];
  return (versions !== null && typeof versions === 'object' ? versions : {}) as Readonly<
    Record<string, JsonObject>
  >;
}

async function unknownPackage(base: string, name: string): Promise<ProjectFailure> {
  const bytes = await download(`${base}/api/v1/index.json`, OFFLINE);
  const index = bytes === null ? [] : parsed(bytes, name);
  const near = Array.isArray(index) ? suggest(name, (index as readonly Json[]).map(String)) : null;
  return new ProjectFailure({
    code: 'TX1501',
    message: `Package ${name} was not found in the package index`,
    hint: near === null ? `The index is ${base}.` : `Did you mean '${near}'?`,
    location: { file: 'packages.yml' },
  });
}

function parsed(bytes: Buffer, name: string): JsonObject {
  try {
    return JSON.parse(bytes.toString('utf8')) as JsonObject;
  } catch (cause) {
    throw new ProjectFailure({
      code: 'TX1501',
      message: `The package hub's answer about ${name} is not JSON`,
      cause,
    });
  }
}

function choose(spec: HubSpec, versions: Readonly<Record<string, JsonObject>>): HubPackage {
  const fitting = Object.keys(versions).filter((version) => runsHere(versions[version]));
  const version = resolveVersion(fitting, spec.versions, spec.prerelease);
  const downloads = (version === null ? undefined : versions[version]?.['downloads']) as
    JsonObject | undefined;
  if (version === null || typeof downloads?.['tarball'] !== 'string')
    throw noVersion(spec, versions, fitting);
  return {
    version,
    latest: resolveVersion(fitting, [], spec.prerelease) ?? version,
    tarball: downloads['tarball'],
    sha1: typeof downloads['sha1'] === 'string' && downloads['sha1'] !== '' ? downloads['sha1'] : null,
    packages: versions[version]?.['packages'] ?? [],
  };
}

function runsHere(entry: JsonObject | undefined): boolean {
  const required = entry?.['require_dbt_version'];
  const ranges = Array.isArray(required)
    ? required.map(String)
    : typeof required === 'string'
      ? [required]
      : [];
  return ranges.every((range) => satisfiesRequirement(range));
}

function noVersion(
  spec: HubSpec,
  versions: Readonly<Record<string, JsonObject>>,
  fitting: readonly string[],
): ProjectFailure {
  const others = Object.keys(versions).filter((version) => !fitting.includes(version));
  const listed = (list: readonly string[]): string => [...list].sort(compareVersions).join(', ') || 'none';
  return new ProjectFailure({
    code: 'TX1501',
    message: [
      `Could not find a matching compatible version for package ${spec.name}`,
      `Requested range: ${spec.versions.join(', ')}`,
      `Versions: ${listed(fitting)}`,
      ...(others.length === 0 ? [] : [`Not for dbt ${DBT_COMPATIBLE_VERSION}: ${listed(others)}`]),
    ].join('\n  '),
    hint: 'Change the range in packages.yml, or the package that asks for another one.',
    location: { file: 'packages.yml' },
  });
}
