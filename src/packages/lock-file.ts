import { createHash } from 'node:crypto';
import { dump } from 'js-yaml';
import type { Json, JsonObject } from '../config/json.ts';
import { SECRET_PREFIX } from '../config/secrets.ts';
import { readYaml } from '../config/yaml.ts';
import { readTextFileIfAny } from '../config/read-text-file.ts';

/** package-lock.yml: packages as resolved, and a hash of what they were resolved from. */
export interface PackageLock {
  readonly packages: readonly JsonObject[];
  readonly sha1: string;
}

/** The hash of what packages.yml asks for; another hash means the lock is out of date. */
export function specsHash(specs: Json): string {
  return createHash('sha1').update(JSON.stringify(specs)).digest('hex');
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

/** Reads package-lock.yml; null when there is none. Throws ProjectFailure for one that is not YAML. */
export function readLock(file: string): PackageLock | null {
  const text = readTextFileIfAny(file);
  if (text === null) return null;
  const value = (readYaml(text, 'package-lock.yml').value ?? {}) as JsonObject;
  const packages = Array.isArray(value['packages']) ? (value['packages'] as readonly JsonObject[]) : [];
  return { packages, sha1: String(value['sha1_hash'] ?? '') };
}

/** The text of package-lock.yml. */
export function lockText(lock: PackageLock): string {
  return dump({ packages: lock.packages, sha1_hash: lock.sha1 });
}
