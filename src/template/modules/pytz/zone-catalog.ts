import { ZONE_NAMES } from './zone-names.ts';

/** What is known of a zone besides its offsets. */
export interface ZoneEntry {
  readonly name: string;
  /** Abbreviations of today's standard and daylight time; null where the offset is printed instead. */
  readonly standard: string | null;
  readonly daylight: string | null;
  /** Kept for old uses only. */
  readonly isOld: boolean;
  /** Never changed its offset. */
  readonly isStatic: boolean;
}

let entries: ReadonlyMap<string, ZoneEntry> | null = null;

function readEntries(): ReadonlyMap<string, ZoneEntry> {
  const made: ZoneEntry[] = [];
  for (const [abbreviations, names] of Object.entries(ZONE_NAMES)) {
    const [standard = '', daylight = null] = abbreviations.split(' ');
    for (const marked of names.trim().split(/\s+/)) {
      const [, marks = '', name = ''] = /^([~=]*)(.*)$/.exec(marked) ?? [];
      made.push({
        name,
        standard: standard === '' ? null : standard,
        daylight,
        isOld: marks.includes('~'),
        isStatic: marks.includes('='),
      });
    }
  }
  made.sort((a, b) => (a.name < b.name ? -1 : 1));
  return new Map(made.map((entry) => [entry.name.toLowerCase(), entry]));
}

/** All zones by lower-case name, in the order of their names; read on first use. */
export function zoneCatalog(): ReadonlyMap<string, ZoneEntry> {
  entries ??= readEntries();
  return entries;
}
