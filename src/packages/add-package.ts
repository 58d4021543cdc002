import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { isMap, isSeq, parseDocument, type Document } from 'yaml';
import { readTextFileIfAny } from '../config/read-text-file.ts';
import { ProjectFailure } from '../errors/project-error.ts';

/** Where an added package comes from. */
type Source = 'hub' | 'git' | 'local';

/**
 * Adds `name@version` to the file that lists packages, in the place of an entry for the same package, and keeps what
 * else is in it. Throws ProjectFailure TX1502.
 */
export function addPackage(root: string, given: string, source: string, say: (text: string) => void): void {
  const entry = entryOf(given, source as Source);
  const name = ['packages.yml', 'dependencies.yml'].find(
    (each) => readTextFileIfAny(path.join(root, each)) !== null,
  );
  const file = path.join(root, name ?? 'packages.yml');
  if (name === undefined) say('Created packages.yml');
  const document = parseDocument(readTextFileIfAny(file) ?? '');
  const [kind = ''] = Object.keys(entry);
  removeSame(document, kind, String(entry[kind]), say);
  if (isSeq(document.get('packages'))) document.addIn(['packages'], document.createNode(entry));
  else document.set('packages', document.createNode([entry]));
  writeFileSync(file, document.toString({ lineWidth: 0 }));
  say(`Added new package ${given} to ${file}`);
}

function entryOf(given: string, source: Source): Readonly<Record<string, string | readonly string[]>> {
  if (source === 'local') return { local: given };
  const at = given.lastIndexOf('@');
  const hasVersion = at > given.lastIndexOf('/');
  const name = hasVersion ? given.slice(0, at) : given;
  const version = hasVersion ? given.slice(at + 1) : '';
  if (source === 'git') return version === '' ? { git: name } : { git: name, revision: version };
  if (version === '') {
    throw new ProjectFailure({
      code: 'TX1502',
      message: `--add-package ${given} names no version`,
      hint: `Write --add-package ${given}@1.0.0, or with a range: ${given}@">=1.0.0,<2.0.0".`,
    });
  }
  const ranges = version.split(',');
  return { package: name, version: ranges.length === 1 ? version : ranges };
}

function removeSame(document: Document, kind: string, name: string, say: (text: string) => void): void {
  const list = document.get('packages');
  if (!isSeq(list)) return;
  const same = list.items.filter((item) => isMap(item) && String(item.get(kind) ?? '') === name);
  for (const item of same) say(`Found duplicate package in packages.yml, removing: ${JSON.stringify(item)}`);
  list.items = list.items.filter((item) => !same.includes(item));
}
