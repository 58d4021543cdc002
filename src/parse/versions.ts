import type { Json, JsonObject } from '../config/json.ts';
import { ProjectFailure } from '../errors/project-error.ts';
import { asList, asText, asTexts, isObject } from './json-values.ts';
import { entryError, type PropertyEntry } from './property-file.ts';

/** One version of a model, by its property file. */
export interface VersionProperties {
  /** As written: a number or a text. */
  readonly v: string | number;
  readonly latest: string | number;
  /** Place in the `versions` list. */
  readonly index: number;
  readonly path: readonly (string | number)[];
  readonly properties: JsonObject;
  /** The file that holds the version's SQL, without its ending. */
  readonly fileName: string;
  /** The latest version may also stand in a file of the model's own name. */
  readonly fallbackFileName: string | null;
  /** Columns of the version's own. */
  readonly columns: readonly Json[];
  /** Whether a column of the model belongs to the version. */
  includes(column: string): boolean;
}

/** The versions of a model; null when it has none. Throws ProjectFailure TX1214. */
export function resolveVersions(
  entry: PropertyEntry,
  properties: JsonObject,
): readonly VersionProperties[] | null {
  const list = asList(properties['versions']);
  if (list.length === 0) return null;
  const versions = list.map((version, index) => readVersion(entry, version, index));
  const seen = new Set<string>();
  for (const { v, index } of versions) {
    if (seen.has(String(v))) {
      throw fault(
        entry,
        ['versions', index],
        `Found duplicate version: '${v}' in versions list of model '${entry.name}'`,
      );
    }
    seen.add(String(v));
  }
  const latest = latestVersion(
    entry,
    properties,
    versions.map(({ v }) => v),
  );
  return versions.map((version) => ({
    ...version,
    latest,
    fallbackFileName: String(version.v) === String(latest) ? entry.name : null,
  }));
}

function readVersion(
  entry: PropertyEntry,
  raw: Json,
  index: number,
): Omit<VersionProperties, 'latest' | 'fallbackFileName'> {
  const path = ['versions', index];
  const version = isObject(raw) ? raw['v'] : undefined;
  if (!isObject(raw) || (typeof version !== 'string' && typeof version !== 'number')) {
    throw fault(entry, path, `A version of model '${entry.name}' has no 'v'`);
  }
  const { rules, columns } = splitColumns(asList(raw['columns']));
  return {
    v: version,
    index,
    path,
    properties: raw,
    fileName: asText(raw['defined_in']) ?? `${entry.name}_v${version}`,
    columns,
    includes: (column) => included(rules, column),
  };
}

/** `- include: all` with `exclude: […]` among the columns says which of the model's columns the version has. */
function splitColumns(list: readonly Json[]): {
  readonly rules: JsonObject | null;
  readonly columns: readonly Json[];
} {
  const isRule = (item: Json): item is JsonObject =>
    isObject(item) &&
    item['name'] === undefined &&
    (item['include'] !== undefined || item['exclude'] !== undefined);
  return { rules: list.find(isRule) ?? null, columns: list.filter((item) => !isRule(item)) };
}

function included(rules: JsonObject | null, column: string): boolean {
  if (rules === null) return true;
  const include = rules['include'];
  const all = include === 'all' || include === '*';
  return (all || asTexts(include).includes(column)) && !asTexts(rules['exclude']).includes(column);
}

/** `latest_version`, else the greatest: by number where all are numbers, else as text. */
function latestVersion(
  entry: PropertyEntry,
  properties: JsonObject,
  versions: readonly (string | number)[],
): string | number {
  const given = properties['latest_version'];
  if (typeof given === 'string' || typeof given === 'number') {
    const found = versions.find((version) => String(version) === String(given));
    if (found !== undefined) return found;
    throw fault(
      entry,
      ['latest_version'],
      `latest_version: ${given} of model '${entry.name}' is not one of its versions: ${versions.join(', ')}`,
    );
  }
  const numbers = versions.map(Number);
  const byNumber = numbers.every((number) => !Number.isNaN(number));
  return [...versions]
    .sort((a, b) => (byNumber ? Number(a) - Number(b) : String(a) < String(b) ? -1 : 1))
    .at(-1) as string | number;
}

function fault(entry: PropertyEntry, path: readonly (string | number)[], message: string): ProjectFailure {
  return new ProjectFailure(entryError(entry, path, { code: 'TX1214', message }));
}
