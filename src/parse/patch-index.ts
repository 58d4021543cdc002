import { suggest } from '../errors/did-you-mean.ts';
import type { NodePatch } from './node-patch.ts';
import { readPatches } from './node-patch.ts';
import { entryError, type PropertyEntry } from './property-file.ts';
import { attempt, readingFor, type ParseSession } from './session.ts';

/** Kinds of nodes that property files describe, by the key they stand under. */
export type PatchedSection =
  'models' | 'seeds' | 'snapshots' | 'analyses' | 'data_tests' | 'functions' | 'macros';

/** Patches of one package by section and by the name of what they describe. */
export interface PatchIndex {
  /** The patch for a file of this name (without its ending); it counts as used from then on. */
  take(section: PatchedSection, packageName: string, name: string): NodePatch | null;
  /** Patches that nobody took. */
  unused(): readonly { readonly section: PatchedSection; readonly name: string; readonly patch: NodePatch }[];
  /** Every patch, in the order of the files. */
  all(): readonly NodePatch[];
}

const key = (section: PatchedSection, packageName: string, name: string): string =>
  `${section}\u0000${packageName}\u0000${name}`;

/** Reads the patches of all entries; a second one for the same resource is gathered as an error. */
export function indexPatches(
  entries: readonly { readonly section: PatchedSection; readonly entry: PropertyEntry }[],
  session: ParseSession,
): PatchIndex {
  const patches = new Map<
    string,
    { readonly section: PatchedSection; readonly name: string; readonly patch: NodePatch }
  >();
  const fallbacks = new Map<string, string>();
  const seen = new Map<string, PropertyEntry>();
  const used = new Set<string>();
  const ordered: NodePatch[] = [];
  for (const { section, entry } of entries) {
    const packageName = entry.file.file.packageName;
    const own = key(section, packageName, entry.name);
    const other = seen.get(own);
    if (other) {
      session.errors.push(duplicate(entry, other));
      continue;
    }
    seen.set(own, entry);
    for (const [name, patch] of readingFor(session, entry.file.file, () =>
      attempt(session, () => readPatches(entry, session)),
    ) ?? []) {
      patches.set(key(section, packageName, name), { section, name, patch });
      ordered.push(patch);
      const fallback = patch.version?.fallbackFileName ?? null;
      if (fallback !== null && fallback !== name)
        fallbacks.set(key(section, packageName, fallback), key(section, packageName, name));
    }
  }
  return {
    take(section, packageName, name) {
      const direct = key(section, packageName, name);
      const found = patches.has(direct) ? direct : (fallbacks.get(direct) ?? direct);
      const match = patches.get(found);
      if (match === undefined) return null;
      used.add(found);
      return match.patch;
    },
    unused: () => [...patches].filter(([id]) => !used.has(id)).map(([, match]) => match),
    all: () => ordered,
  };
}

/** Patches that describe nothing are told, with the nearest name there is. */
export function warnUnused(
  index: PatchIndex,
  names: (section: PatchedSection) => Iterable<string>,
  session: ParseSession,
): void {
  for (const { section, name, patch } of index.unused()) {
    const near = suggest(name, names(section));
    session.warnings.push(
      entryError(patch.entry, patch.version?.path ?? [], {
        code: 'TX1205',
        message: `Did not find matching node for patch with name '${name}' in the '${section}' section of file '${patch.entry.file.file.displayPath}'`,
        missing: { kind: section === 'macros' ? 'macro' : 'node', name },
        ...(near ? { hint: `Did you mean '${near}'?` } : {}),
      }),
    );
  }
}

function duplicate(entry: PropertyEntry, other: PropertyEntry) {
  const files = [other, entry].map(({ file }) => file.file.displayPath);
  return entryError(entry, [], {
    code: 'TX1204',
    message:
      `dbt found two schema.yml entries for the same resource named ${entry.name}. Resources and their associated ` +
      `columns may only be described a single time. They stand in ${[...new Set(files)].join(' and ')}.`,
    hint: `Remove the entry for ${entry.name} from one of the places.`,
  });
}
