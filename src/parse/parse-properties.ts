import type { PatchedSection } from './patch-index.ts';
import { entriesOf, readPropertyFile, type PropertyEntry } from './property-file.ts';
import type { ParseSession } from './session.ts';
import type { SourceFile } from './source-file.ts';

/** Resources that stand in property files, by the key they stand under. */
export interface PropertyEntries {
  /** Entries that describe nodes with files of their own. */
  readonly patches: readonly { readonly section: PatchedSection; readonly entry: PropertyEntry }[];
  /** Entries that are resources themselves. */
  of(section: DefinedSection): readonly PropertyEntry[];
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
  const patches: { section: PatchedSection; entry: PropertyEntry }[] = [];
  const defined = new Map<DefinedSection, PropertyEntry[]>(DEFINED.map((section) => [section, []]));
  for (const { file, text } of files) {
    if (file.kind !== 'properties') continue;
    const properties = readPropertyFile(file, text, session);
    if (properties === undefined) continue;
    for (const section of PATCHED) {
      for (const entry of entriesOf(properties, section, session)) patches.push({ section, entry });
    }
    for (const section of DEFINED) defined.get(section)?.push(...entriesOf(properties, section, session));
  }
  return { patches, of: (section) => defined.get(section) ?? [] };
}
