import { createHash } from 'node:crypto';
import { dump } from 'js-yaml';
import type { Json, JsonObject } from '../config/json.ts';
import { SECRET_PREFIX } from '../config/secrets.ts';
import { readYaml } from '../config/yaml.ts';
import { readTextFileIfAny } from '../config/read-text-file.ts';
import { jsonText } from '../template/runtime/json-text.ts';
import { fromJson } from '../template/values/from-json.ts';

/** package-lock.yml: packages as resolved, a hash of what they were resolved from, and what was downloaded. */
export interface PackageLock {
  readonly packages: readonly JsonObject[];
  readonly sha1: string;
  /** SHA-256 of downloaded archives, by `name@version` or address. */
  readonly checksums: ReadonlyMap<string, string>;
}

/** What dbt counts as given where packages.yml leaves it out. */
const DEFAULTS: Readonly<Record<string, JsonObject>> = {
  package: { install_prerelease: false },
  git: { revision: null, subdirectory: null, 'warn-unpinned': null },
  private: { revision: null, subdirectory: null, 'warn-unpinned': null, provider: null },
  tarball: { name: null },
};

/**
 * dbt's hash of what packages.yml asks for, so that both accept each other's lock; another hash means that the lock is
 * out of date. `written` are the entries before Jinja.
 */
export function specsHash(rendered: readonly Json[], written: readonly Json[]): string {
  const texts = rendered.map((entry, index) => {
    const given = entry as JsonObject;
    const kind = Object.keys(DEFAULTS).find((key) => given[key] !== undefined) ?? '';
    const { warn_unpinned: warning, ...rest } = given;
    const all = {
      ...DEFAULTS[kind],
      ...rest,
      ...(warning === undefined ? {} : { 'warn-unpinned': warning }),
      unrendered: written[index] ?? null,
    };
    return jsonText(fromJson(all), null, true);
  });
  return createHash('sha1').update(texts.sort().join('\n')).digest('hex');
}

/** The value with secrets of the environment written as the calls that read them: a lock file is committed. */
export function withoutSecrets(value: Json, environment: Readonly<Record<string, string | undefined>>): Json {
  const named = Object.entries(environment).filter(
    ([name, secret]) => name.startsWith(SECRET_PREFIX) && secret,
  );
  const hide = (item: Json): Json => {
    if (typeof item === 'string') {
      return named.reduce(
        (text, [name, secret]) => text.replaceAll(secret ?? '', `{{ env_var('${name}') }}`),
        item,
      );
    }
    if (Array.isArray(item)) return item.map(hide);
    if (item === null || typeof item !== 'object') return item;
    return Object.fromEntries(Object.entries(item).map(([key, inner]) => [key, hide(inner)]));
  };
  return hide(value);
}

const CHECKSUM = /^# {3}(\S.*): ([0-9a-f]{64})$/gm;

/** Reads package-lock.yml; null when there is none. Throws ProjectFailure for one that is not YAML. */
export function readLock(file: string): PackageLock | null {
  const text = readTextFileIfAny(file);
  if (text === null) return null;
  const value = (readYaml(text, 'package-lock.yml').value ?? {}) as JsonObject;
  const packages = Array.isArray(value['packages']) ? (value['packages'] as readonly JsonObject[]) : [];
  const checksums = [...text.matchAll(CHECKSUM)].map((match) => [match[1] ?? '', match[2] ?? ''] as const);
  return { packages, sha1: String(value['sha1_hash'] ?? ''), checksums: new Map(checksums) };
}

/** The text of package-lock.yml. Checksums are comments: dbt reads the file too, and refuses further keys. */
export function lockText(lock: PackageLock): string {
  const sorted = lock.packages.map((entry) =>
    Object.fromEntries(Object.entries(entry).sort(([a], [b]) => (a < b ? -1 : 1))),
  );
  const checksums = [...lock.checksums].map(([what, sha256]) => `#   ${what}: ${sha256}\n`);
  return [
    dump({ packages: sorted, sha1_hash: lock.sha1 }),
    ...(checksums.length === 0 ? [] : ['# SHA-256 of the downloaded archives, checked by tx deps:\n']),
    ...checksums,
  ].join('');
}
