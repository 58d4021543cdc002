import type { Json, JsonObject } from '../config/json.ts';
import { ProjectFailure } from '../errors/project-error.ts';
import { suggest } from '../errors/did-you-mean.ts';

/** One entry of packages.yml or dependencies.yml. */
export type PackageSpec =
  | { readonly kind: 'local'; readonly path: string }
  | {
      readonly kind: 'git';
      readonly url: string;
      readonly revision: string | null;
      readonly subdirectory: string | null;
      readonly warnUnpinned: boolean;
    }
  | {
      readonly kind: 'hub';
      readonly name: string;
      readonly versions: readonly string[];
      readonly prerelease: boolean;
    }
  | { readonly kind: 'tarball'; readonly url: string; readonly name: string };

const KINDS = ['local', 'git', 'package', 'tarball', 'private', 'project'];

/** Reads the list of packages. Throws ProjectFailure TX1502 for an entry that is none. */
export function readSpecs(list: Json | undefined, file: string): readonly PackageSpec[] {
  if (list === undefined || list === null) return [];
  if (!Array.isArray(list)) throw invalid(file, `'packages' is not a list`);
  return list.map((entry: Json) => readSpec(entry as JsonObject, file));
}

function readSpec(entry: JsonObject, file: string): PackageSpec {
  const text = (key: string): string | null =>
    entry[key] === undefined || entry[key] === null ? null : String(entry[key]);
  if (entry['local'] !== undefined) return { kind: 'local', path: String(entry['local']) };
  if (entry['git'] !== undefined) {
    return {
      kind: 'git',
      url: String(entry['git']),
      revision: Array.isArray(entry['revision']) ? String(entry['revision'][0]) : text('revision'),
      subdirectory: text('subdirectory'),
      warnUnpinned: entry['warn-unpinned'] !== false && entry['warn_unpinned'] !== false,
    };
  }
  if (entry['package'] !== undefined) {
    const version = entry['version'];
    if (version === undefined) throw invalid(file, `package ${String(entry['package'])} has no version`);
    return {
      kind: 'hub',
      name: String(entry['package']),
      versions: (Array.isArray(version) ? version : [version]).map((item: Json) => String(item)),
      prerelease: entry['install_prerelease'] === true || entry['install-prerelease'] === true,
    };
  }
  if (entry['tarball'] !== undefined) {
    return { kind: 'tarball', url: String(entry['tarball']), name: text('name') ?? '' };
  }
  if (entry['private'] !== undefined) {
    throw invalid(
      file,
      `private package ${String(entry['private'])} needs a provider that tx does not have; name it as a git package`,
    );
  }
  const key = Object.keys(entry)[0] ?? '';
  const near = suggest(key, KINDS);
  throw invalid(
    file,
    `an entry is no package: ${JSON.stringify(entry)}${near ? `; did you mean '${near}'?` : ''}`,
  );
}

function invalid(file: string, message: string): ProjectFailure {
  return new ProjectFailure({ code: 'TX1502', message: `${file}: ${message}`, location: { file } });
}
