import { createHash } from 'node:crypto';
import { existsSync, lstatSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { JsonObject } from '../config/json.ts';

const FILE = '.tx-installed.json';

/** What is known of an installed package: its entry in the lock, its archive's checksum, and one of its files. */
export interface InstalledPackage {
  readonly lock: JsonObject;
  readonly sha256: string | null;
  readonly files: string;
}

/** What was installed into a packages folder, by name; empty where nothing is known. */
export function readInstalled(folder: string): ReadonlyMap<string, InstalledPackage> {
  const file = path.join(folder, FILE);
  if (!existsSync(file)) return new Map();
  try {
    return new Map(
      Object.entries(JSON.parse(readFileSync(file, 'utf8')) as Record<string, InstalledPackage>),
    );
  } catch (thrown) {
    // Half a record is none: everything is installed again.
    if (thrown instanceof SyntaxError) return new Map();
    throw thrown;
  }
}

/** Writes what was installed into a packages folder. */
export function writeInstalled(folder: string, packages: ReadonlyMap<string, InstalledPackage>): void {
  writeFileSync(path.join(folder, FILE), `${JSON.stringify(Object.fromEntries(packages), null, 2)}\n`);
}

/** SHA-256 over names and contents of the files in a folder; null where there is no such folder. Links are not followed. */
export function filesChecksum(folder: string): string | null {
  if (!existsSync(folder)) return null;
  const hash = createHash('sha256');
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
    const file = path.join(folder, name);
    if (!lstatSync(file).isFile()) continue;
    const content = readFileSync(file);
    hash.update(`${name}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}
