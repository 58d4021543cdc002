import type { JsonObject } from '../../config/json.ts';
import { entriesByKey, entryKey } from '../parse-properties.ts';
import type { ProjectFile } from '../project-file.ts';
import type { ProjectChanges } from './project-changes.ts';
import { storedDocument, type StoredProject } from './stored-project.ts';

/** What is parsed again after a change, by indexes of files. */
export interface ChangedPart {
  /** Files of code. */
  readonly code: ReadonlySet<number>;
  /** Property files with entries that are parsed. */
  readonly properties: ReadonlyMap<number, ChangedProperties>;
}

/** What is parsed again of a property file; entries go by `entryKey`. */
export interface ChangedProperties {
  readonly document: JsonObject;
  /** Whether the file has another content than before. */
  readonly isEdited: boolean;
  /** Entries that do not say what they said; null for all there are, of which some may be new or gone. */
  readonly changed: ReadonlySet<string> | null;
  /** Entries that say what they said, of files of code that are parsed again. Their tests are what they were. */
  readonly describing: Set<string>;
}

/** Kinds whose files stand for one node, which nothing else is made from. */
const CODE: ReadonlySet<string> = new Set(['model', 'seed', 'analysis', 'singular-test', 'function']);

/** Sections of a property file that describe files, with the kind of node a unique id begins with. */
const DESCRIBING: Readonly<Record<string, string>> = {
  models: 'model',
  seeds: 'seed',
  analyses: 'analysis',
  data_tests: 'test',
  functions: 'function',
};

/** Sections whose resources are bound to others in ways that only a whole parse follows. */
const ENTANGLED: ReadonlySet<string> = new Set([
  'snapshots',
  'macros',
  'groups',
  'unit_tests',
  'metrics',
  'semantic_models',
  'saved_queries',
]);

/**
 * The smallest part of the project that says all that a change may have changed: changed files, what describes them and
 * what they describe. Null where only a whole parse can tell; `read` gives the document of a changed property file,
 * null when it is broken.
 */
export function changedPart(
  stored: StoredProject,
  files: readonly ProjectFile[],
  changes: ProjectChanges,
  read: (file: number) => JsonObject | null,
): ChangedPart | null {
  const code = new Set<number>();
  const properties = new Map<number, ChangedProperties>();
  for (const index of new Set([...changes.changed, ...changes.readers])) {
    if (index < 0) continue;
    const kind = files[index]?.kind ?? '';
    if (CODE.has(kind)) code.add(index);
    else if (kind !== 'properties') return null;
    else {
      const isEdited = changes.changed.includes(index);
      const before = storedDocument(stored, index);
      const document = isEdited ? read(index) : before;
      if (before === null || document === null) return null;
      const changed = changes.readers.includes(index) ? null : changedEntries(before, document);
      if (isEntangled(before, changed) || isEntangled(document, changed)) return null;
      properties.set(index, { document, isEdited, changed, describing: new Set() });
    }
  }
  for (const [index, { document, changed }] of properties) {
    const described = describedFiles(stored, files[index]?.packageName ?? '', document, changed);
    if (described === null) return null;
    described.forEach((file) => code.add(file));
  }
  if (!addFilesNoLongerDescribed(stored, files, code, properties)) return null;
  addDescriptions(stored, code, properties);
  return { code, properties };
}

/** Whether an entry is among those that do not say what they said. */
export function isChanged({ changed }: ChangedProperties, key: string): boolean {
  return changed === null || changed.has(key);
}

/** The entries that differ between two documents; null where they are not the same ones in the same order. */
function changedEntries(before: JsonObject, now: JsonObject): ReadonlySet<string> | null {
  const [old, entries] = [entriesByKey(before), entriesByKey(now)];
  if (old === null || entries === null || old.size !== entries.size) return null;
  const keys = [...old.keys()];
  if (![...entries.keys()].every((key, index) => key === keys[index])) return null;
  return new Set(keys.filter((key) => JSON.stringify(old.get(key)) !== JSON.stringify(entries.get(key))));
}

function isEntangled(document: JsonObject, changed: ReadonlySet<string> | null): boolean {
  const sections = changed === null ? Object.keys(document) : [...changed].map((key) => key.split('.')[0]);
  return sections.some(
    (section = '') => ENTANGLED.has(section) && document[section] !== undefined && document[section] !== null,
  );
}

/** Files that changed entries describe; null where one describes versions, or nothing that is known. */
function describedFiles(
  stored: StoredProject,
  packageName: string,
  document: JsonObject,
  changed: ReadonlySet<string> | null,
): readonly number[] | null {
  const found: number[] = [];
  for (const [section, kind] of Object.entries(DESCRIBING)) {
    const list = document[section] ?? [];
    if (!Array.isArray(list)) return null;
    for (const entry of list as readonly (JsonObject | null)[]) {
      const name = String(entry?.['name']);
      if (changed?.has(entryKey(section, name)) === false) continue;
      const position = stored.nodes.position(`${kind}.${packageName}.${name}`);
      if (position === undefined || entry?.['versions'] !== undefined) return null;
      found.push(stored.nodes.table.file(position));
    }
  }
  return found;
}

/**
 * Adds files that property files described until now, of which all entries are parsed. False where one is no file of
 * code: a snapshot of a property file is made from that file itself.
 */
function addFilesNoLongerDescribed(
  stored: StoredProject,
  files: readonly ProjectFile[],
  code: Set<number>,
  properties: ReadonlyMap<number, ChangedProperties>,
): boolean {
  const whole = new Set([...properties].flatMap(([file, { changed }]) => (changed === null ? [file] : [])));
  if (whole.size === 0) return true;
  const { size, table } = stored.nodes;
  for (let position = 0; position < size; position += 1) {
    if (!whole.has(table.patch(position))) continue;
    const file = table.file(position);
    if (!CODE.has(files[file]?.kind ?? '')) return false;
    code.add(file);
  }
  return true;
}

/** Adds the entries that describe files of code and are as they were. */
function addDescriptions(
  stored: StoredProject,
  code: ReadonlySet<number>,
  properties: Map<number, ChangedProperties>,
): void {
  const { nodes } = stored;
  for (let position = 0; position < nodes.size; position += 1) {
    const patch = nodes.table.patch(position);
    if (patch < 0 || !code.has(nodes.table.file(position))) continue;
    const known = properties.get(patch);
    if (known?.changed === null) continue;
    const { resourceType, name } = nodes.at(position);
    const key = entryKey(SECTIONS.get(resourceType) ?? '', name);
    const part = known ?? unchanged(storedDocument(stored, patch) ?? {});
    if (!isChanged(part, key)) part.describing.add(key);
    properties.set(patch, part);
  }
}

const SECTIONS: ReadonlyMap<string, string> = new Map(
  Object.entries(DESCRIBING).map(([section, kind]) => [kind, section]),
);

function unchanged(document: JsonObject): ChangedProperties {
  return { document, isEdited: false, changed: new Set(), describing: new Set() };
}
