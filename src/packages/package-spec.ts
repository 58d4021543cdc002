import type { Json, JsonObject } from '../config/json.ts';
import { ProjectFailure } from '../errors/project-error.ts';
import { suggest } from '../errors/did-you-mean.ts';
import { isRange } from './semver-range.ts';

/** A package in a git repository. */
export interface GitSpec {
  readonly kind: 'git';
  readonly url: string;
  readonly revision: string | null;
  readonly subdirectory: string | null;
  readonly warnUnpinned: boolean;
}

/** A package of the hub, in any version that satisfies every range. */
export interface HubSpec {
  readonly kind: 'hub';
  readonly name: string;
  readonly versions: readonly string[];
  readonly prerelease: boolean;
}

/** One entry of packages.yml or dependencies.yml. */
export type PackageSpec =
  | { readonly kind: 'local'; readonly path: string }
  | GitSpec
  | HubSpec
  | { readonly kind: 'tarball'; readonly url: string; readonly name: string | null };

const KINDS = ['local', 'git', 'package', 'tarball', 'private'];

/** Where private packages lie, by provider: `organisation/name`, and between them a project for Azure. */
const PROVIDERS: Readonly<Record<string, (repository: string) => string>> = {
  github: (repository) => `git@github.com:${repository}.git`,
  gitlab: (repository) => `git@gitlab.com:${repository}.git`,
  ado: (repository) => `git@ssh.dev.azure.com:v3/${repository}`,
  azure_active_directory: (repository) => `git@ssh.dev.azure.com:v3/${repository}`,
};

/** Reads the list of packages. Throws ProjectFailure TX1502 for an entry that is none. */
export function readSpecs(list: Json | undefined, file: string): readonly PackageSpec[] {
  if (list === undefined || list === null) return [];
  if (!Array.isArray(list)) throw invalid(file, `'packages' is not a list`);
  return list.map((entry: Json) => {
    if (entry === null || typeof entry !== 'object' || Array.isArray(entry)) throw noPackage(file, entry);
    return readSpec(entry as JsonObject, file);
  });
}

function readSpec(entry: JsonObject, file: string): PackageSpec {
  if (entry['local'] !== undefined) return { kind: 'local', path: String(entry['local']) };
  if (entry['git'] !== undefined) return gitSpec(entry, String(entry['git']));
  if (entry['package'] !== undefined) return hubSpec(entry, file);
  if (entry['tarball'] !== undefined)
    return { kind: 'tarball', url: String(entry['tarball']), name: text(entry, 'name') };
  if (entry['private'] !== undefined) return gitSpec(entry, privateUrl(entry, file));
  throw noPackage(file, entry);
}

function gitSpec(entry: JsonObject, url: string): GitSpec {
  const { revision } = entry;
  return {
    kind: 'git',
    url,
    revision: Array.isArray(revision) ? String(revision[0]) : text(entry, 'revision'),
    subdirectory: text(entry, 'subdirectory'),
    warnUnpinned: entry['warn-unpinned'] !== false && entry['warn_unpinned'] !== false,
  };
}

function hubSpec(entry: JsonObject, file: string): HubSpec {
  const name = String(entry['package']);
  const { version } = entry;
  if (version === undefined || version === null || version === '')
    throw invalid(file, `package ${name} has no version`, 'Give it one, such as [">=1.0.0", "<2.0.0"].');
  const versions = (Array.isArray(version) ? version : [version]).flatMap((item: Json) =>
    String(item).split(','),
  );
  const wrong = versions.find((range) => !isRange(range));
  if (wrong !== undefined)
    throw invalid(
      file,
      `"${wrong}" of package ${name} is not a valid semantic version`,
      'Write 1.2.3, or a range such as [">=1.0.0", "<2.0.0"].',
    );
  const prerelease = entry['install_prerelease'] === true || entry['install-prerelease'] === true;
  return { kind: 'hub', name, versions, prerelease };
}

function privateUrl(entry: JsonObject, file: string): string {
  const provider = text(entry, 'provider') ?? 'github';
  const url = PROVIDERS[provider];
  if (url !== undefined) return url(String(entry['private']));
  throw invalid(
    file,
    `private package ${String(entry['private'])} names the provider '${provider}', which is unknown`,
    `Use one of ${Object.keys(PROVIDERS).join(', ')}, or name the repository with git:.`,
  );
}

function text(entry: JsonObject, key: string): string | null {
  const value = entry[key];
  return value === undefined || value === null ? null : String(value);
}

function noPackage(file: string, entry: Json): ProjectFailure {
  const key = entry !== null && typeof entry === 'object' ? (Object.keys(entry)[0] ?? '') : '';
  const near = suggest(key, KINDS);
  return invalid(
    file,
    `an entry is no package: ${JSON.stringify(entry)}`,
    near === null ? `A package has one of ${KINDS.join(', ')}.` : `Did you mean '${near}'?`,
  );
}

function invalid(file: string, message: string, hint?: string): ProjectFailure {
  return new ProjectFailure({
    code: 'TX1502',
    message: `${file}: ${message}`,
    location: { file },
    ...(hint === undefined ? {} : { hint }),
  });
}
