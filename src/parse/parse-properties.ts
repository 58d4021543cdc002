import type { JsonObject } from '../config/json.ts';
import type { PatchedSection } from './patch-index.ts';
import type { ProjectFile } from './project-file.ts';
import { entriesOf, readPropertyFile, type PropertyEntry, type PropertyFile } from './property-file.ts';
import type { ParseSession } from './session.ts';
import type { SourceFile } from './source-file.ts';

/** Resources that stand in property files, by the key they stand under. */
export interface PropertyEntries {
  /** Entries that describe nodes with files of their own. */
  readonly patches: readonly { readonly section: PatchedSection; readonly entry: PropertyEntry }[];
  /** Entries that are resources themselves. */
  of(section: DefinedSection): readonly PropertyEntry[];
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

/** Reads every property file; broken ones are gathered as errors. */
export function readProperties(session: ParseSession, files: readonly SourceFile[]): PropertyEntries {
  return propertyEntries(
    session,
    files.flatMap(({ file, text }) =>
      file.kind === 'properties' ? (readPropertyFile(file, text, session) ?? []) : [],
    ),
  );
}

/** The entries of property files, those only that `isWanted` where it is given. */
export function propertyEntries(
  session: ParseSession,
  files: readonly PropertyFile[],
  isWanted: (entry: PropertyEntry) => boolean = () => true,
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
    documents: new Map(files.map(({ file, document }) => [file, document])),
  };
}
