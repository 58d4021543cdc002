import type { JsonObject } from '../config/json.ts';
import type { PatchedSection } from './patch-index.ts';
import type { ProjectFile } from './project-file.ts';
import { entriesOf, readPropertyFile, type PropertyEntry, type PropertyFile } from './property-file.ts';
import type { ParseSession } from './session.ts';
import type { SourceFile } from './source-file.ts';

/** Which entries of property files are looked at. */
export interface ChosenEntries {
  /** Of which nodes are made. */
  isWanted(entry: PropertyEntry): boolean;
  /** Of which the generic tests are made too. */
  isTested(entry: PropertyEntry): boolean;
}

/** Resources that stand in property files, by the key they stand under. */
export interface PropertyEntries {
  /** Entries that describe nodes with files of their own. */
  readonly patches: readonly { readonly section: PatchedSection; readonly entry: PropertyEntry }[];
  /** Entries that are resources themselves. */
  of(section: DefinedSection): readonly PropertyEntry[];
  /** Whether the generic tests of an entry are made. */
  isTested(entry: PropertyEntry): boolean;
  /** Documents by file. */
  readonly documents: ReadonlyMap<ProjectFile, JsonObject>;
}

const PATCHED = ['models', 'seeds', 'snapshots', 'analyses', 'data_tests', 'functions', 'macros'] as const;
const DEFINED = [
  'sources',
  'exposures',
  'groups',
  'unit_tests',
  'metrics',
  'semantic_models',
  'saved_queries',
] as const;

/** Kinds of resources that property files define. */
export type DefinedSection = (typeof DEFINED)[number];

/** Reads the property files among files; broken ones are gathered as errors. */
export function readPropertyFiles(
  session: ParseSession,
  files: readonly SourceFile[],
): readonly PropertyFile[] {
  return files.flatMap(({ file, text }) =>
    file.kind === 'properties' ? (readPropertyFile(file, text, session) ?? []) : [],
  );
}

const ALL: ChosenEntries = { isWanted: () => true, isTested: () => true };

/** The entries of property files, those that are chosen. */
export function propertyEntries(
  session: ParseSession,
  files: readonly PropertyFile[],
  { isWanted, isTested }: ChosenEntries = ALL,
): PropertyEntries {
  const patches: { section: PatchedSection; entry: PropertyEntry }[] = [];
  const defined = new Map<DefinedSection, PropertyEntry[]>(DEFINED.map((section) => [section, []]));
  for (const properties of files) {
    for (const section of PATCHED) {
      for (const entry of entriesOf(properties, section, session).filter(isWanted))
        patches.push({ section, entry });
    }
    for (const section of DEFINED)
      defined.get(section)?.push(...entriesOf(properties, section, session).filter(isWanted));
  }
  return {
    patches,
    of: (section) => defined.get(section) ?? [],
    isTested,
    documents: new Map(files.map(({ file, document }) => [file, document])),
  };
}

/** Names an entry of a property file: `models.orders`. */
export function entryKey(section: string, name: string): string {
  return `${section}.${name}`;
}

/**
 * The entries of a document by `entryKey`, in the order in which nodes are made of them. Null where an entry cannot be
 * told by its name, or is none.
 */
export function entriesByKey(document: JsonObject): ReadonlyMap<string, JsonObject> | null {
  const entries = new Map<string, JsonObject>();
  for (const section of [...PATCHED, ...DEFINED]) {
    const list = document[section] ?? [];
    if (!Array.isArray(list)) return null;
    for (const raw of list as readonly (JsonObject | null)[]) {
      const key = entryKey(section, String(raw?.['name']));
      if (raw?.['name'] === undefined || entries.has(key)) return null;
      entries.set(key, raw);
    }
  }
  return entries;
}
