import type { JsonObject } from '../../config/json.ts';
import type { ProjectFile } from '../project-file.ts';
import type { ProjectChanges } from './project-changes.ts';
import { storedDocument, type StoredProject } from './stored-project.ts';

/** What is parsed again after a change, as indexes of files. */
export interface ChangedPart {
  /** Files of code. */
  readonly code: ReadonlySet<number>;
  /** Property files of which every entry is parsed. */
  readonly properties: ReadonlyMap<number, JsonObject>;
  /** Property files of which only the entries of these names are: they describe files of code that changed. */
  readonly entries: ReadonlyMap<number, ReadonlySet<string>>;
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
const ENTANGLED = [
  'snapshots',
  'macros',
  'groups',
  'unit_tests',
  'metrics',
  'semantic_models',
  'saved_queries',
];

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
  const properties = new Map<number, JsonObject>();
  for (const index of new Set([...changes.changed, ...changes.readers])) {
    if (index < 0) continue;
    const kind = files[index]?.kind ?? '';
    if (CODE.has(kind)) code.add(index);
    else if (kind !== 'properties') return null;
    else {
      const before = storedDocument(stored, index);
      const now = changes.changed.includes(index) ? read(index) : before;
      if (before === null || now === null || isEntangled(before) || isEntangled(now)) return null;
      properties.set(index, now);
    }
  }
  for (const [index, document] of properties) {
    const described = describedFiles(stored, files[index]?.packageName ?? '', document);
    if (described === null) return null;
    described.forEach((file) => code.add(file));
  }
  const entries = new Map<number, Set<string>>();
  if (!followDescriptions(stored, files, code, properties, entries)) return null;
  return { code, properties, entries };
}

function isEntangled(document: JsonObject): boolean {
  return ENTANGLED.some((section) => document[section] !== undefined && document[section] !== null);
}

/** Files that the entries of a property file describe; null where one describes versions, or nothing that is known. */
function describedFiles(
  stored: StoredProject,
  packageName: string,
  document: JsonObject,
): readonly number[] | null {
  const found: number[] = [];
  for (const [section, kind] of Object.entries(DESCRIBING)) {
    const list = document[section] ?? [];
    if (!Array.isArray(list)) return null;
    for (const entry of list as readonly (JsonObject | null)[]) {
      const position = stored.nodes.position(`${kind}.${packageName}.${String(entry?.['name'])}`);
      if (position === undefined || entry?.['versions'] !== undefined) return null;
      found.push(stored.nodes.table.file(position));
    }
  }
  return found;
}

/** Adds files that changed property files described until now, and the entries that describe files of code. */
function followDescriptions(
  stored: StoredProject,
  files: readonly ProjectFile[],
  code: Set<number>,
  properties: ReadonlyMap<number, JsonObject>,
  entries: Map<number, Set<string>>,
): boolean {
  const { nodes } = stored;
  const { table } = nodes;
  for (let position = 0; properties.size > 0 && position < nodes.size; position += 1) {
    if (properties.has(table.patch(position))) {
      const file = table.file(position);
      // A snapshot of a property file is made from that file itself.
      if (!CODE.has(files[file]?.kind ?? '')) return false;
      code.add(file);
    }
  }
  for (let position = 0; position < nodes.size; position += 1) {
    const patch = table.patch(position);
    if (!code.has(table.file(position)) || patch < 0 || properties.has(patch)) continue;
    const names = entries.get(patch) ?? new Set();
    entries.set(patch, names.add(nodes.at(position).name));
  }
  return true;
}
