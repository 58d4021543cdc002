import type { Json, JsonObject } from '../config/json.ts';
import { resolveNodeConfig } from '../config/node-config.ts';
import { ProjectFailure } from '../errors/project-error.ts';
import { suggest } from '../errors/did-you-mean.ts';
import type { UnitTestFixture, UnitTestNode } from '../graph/node.ts';
import { readCsv } from '../util/csv.ts';
import { asList, asObject, asText, asTexts, distinct, isObject } from './json-values.ts';
import { fileFolders } from './project-file.ts';
import { entryError, type PropertyEntry } from './property-file.ts';
import { renderDescription, renderEntry } from './render-properties.ts';
import type { ParseSession } from './session.ts';
import { unitTestChecksum } from './unit-test-checksum.ts';

/** Texts of the files under tests/fixtures, by package and name (with and without ending). */
export interface FixtureFiles {
  find(packageName: string, name: string, format: string): string | undefined;
  names(): Iterable<string>;
}

const FORMATS = ['dict', 'csv', 'sql'] as const;
type Format = (typeof FORMATS)[number];

/** A unit test of a property file; one that covers several versions is one node here. Throws ProjectFailure TX1213. */
export function unitTestNode(
  session: ParseSession,
  entry: PropertyEntry,
  fixtures: FixtureFiles,
): UnitTestNode {
  const properties = renderEntry(entry, session);
  const { file } = entry.file;
  const model = asText(properties['model']);
  if (model === null)
    throw invalid(entry, [], `Unit test '${entry.name}' does not say which 'model' it tests`);
  const uniqueId = `unit_test.${file.packageName}.${model}.${entry.name}`;
  const fqn = [file.packageName, ...fileFolders(file), model, entry.name];
  const { config, unrenderedConfig } = resolveNodeConfig({
    project: session.project,
    section: 'unit_tests',
    resourceType: 'unit_test',
    packageName: file.packageName,
    fqn,
    patchConfig: { ...asObject(properties['config']), ...topLevel(properties) },
    unrenderedPatch: asObject(entry.raw['config']),
  });
  const given = asList(properties['given']).map((item, index) => givenFixture(entry, item, index, fixtures));
  if (!isObject(properties['expect'])) {
    throw invalid(entry, [], `Unit test '${entry.name}' does not say what rows to 'expect'`);
  }
  const tested = {
    model,
    given,
    expect: { ...readFixture(entry, ['expect'], properties['expect'], fixtures), input: null },
    overrides: overridesOf(properties['overrides']),
    versions: properties['versions'] ?? null,
  };
  return {
    resourceType: 'unit_test',
    uniqueId,
    name: entry.name,
    packageName: file.packageName,
    path: file.path,
    originalFilePath: file.originalFilePath,
    fqn,
    description: renderDescription(entry, [], properties['description'], uniqueId, session).text,
    tags: distinct(asTexts(config['tags'])),
    meta: asObject(config['meta']),
    config,
    unrenderedConfig,
    createdAt: session.createdAt,
    ...tested,
    version: null,
    testedNodeUniqueId: null,
    thisInputNodeUniqueId: null,
    dependsOn: { nodes: [], macros: [] },
    schema: '',
    checksum: unitTestChecksum(tested),
  };
}

function topLevel(properties: JsonObject): JsonObject {
  const out: Record<string, Json> = {};
  for (const key of ['tags', 'meta']) if (properties[key] !== undefined) out[key] = properties[key] as Json;
  return out;
}

function givenFixture(
  entry: PropertyEntry,
  item: Json,
  index: number,
  fixtures: FixtureFiles,
): UnitTestFixture {
  const path = ['given', index];
  if (!isObject(item) || asText(item['input']) === null) {
    throw invalid(entry, path, `An item under 'given' of unit test '${entry.name}' has no 'input'`);
  }
  return { ...readFixture(entry, path, item, fixtures), input: asText(item['input']) };
}

function readFixture(
  entry: PropertyEntry,
  path: readonly (string | number)[],
  raw: JsonObject,
  fixtures: FixtureFiles,
): Omit<UnitTestFixture, 'input'> {
  const given = asText(raw['format']) ?? 'dict';
  const format = FORMATS.find((known) => known === given);
  if (format === undefined) {
    const near = suggest(given, FORMATS);
    throw invalid(
      entry,
      [...path, 'format'],
      `Unit test '${entry.name}' has a fixture of the format '${given}', which is not known`,
      near ? `Did you mean '${near}'?` : `Formats are ${FORMATS.join(', ')}.`,
    );
  }
  const fixture = asText(raw['fixture']);
  const rows = fixture === null ? (raw['rows'] ?? null) : fixtureText(entry, path, fixture, format, fixtures);
  checkRows(entry, path, format, rows);
  return { format, fixture, rows: rowsOf(format, rows) };
}

function checkRows(
  entry: PropertyEntry,
  path: readonly (string | number)[],
  format: Format,
  rows: Json,
): void {
  const what = path[0] === 'expect' ? 'expected' : 'input';
  if (rows === null) return;
  if (format === 'dict' && !Array.isArray(rows)) {
    throw invalid(
      entry,
      path,
      `Unit test ${entry.name} has ${what} rows which do not match format dict. Expected a list of dictionaries.`,
    );
  }
  if (format !== 'dict' && typeof rows !== 'string') {
    throw invalid(
      entry,
      path,
      `Unit test ${entry.name} has ${what} rows or fixtures which do not match format ${format}. Expected string.`,
      `Write the rows as text (rows: | …), or leave format: ${format} out.`,
    );
  }
}

function rowsOf(format: Format, rows: Json): Json {
  if (format === 'csv' && typeof rows === 'string') return csvRows(rows);
  return rows;
}

function csvRows(text: string): Json {
  const [header = [], ...rows] = [...readCsv(text.trim(), ',')].filter((row) => row.length > 0);
  return rows.map((row) =>
    Object.fromEntries(header.map((name, index): [string, Json] => [name.trim(), row[index] || null])),
  );
}

function fixtureText(
  entry: PropertyEntry,
  path: readonly (string | number)[],
  name: string,
  format: Format,
  fixtures: FixtureFiles,
): string {
  const text = fixtures.find(entry.file.file.packageName, name, format);
  // As dbt reads any file.
  if (text !== undefined) return text.trim();
  const near = suggest(name, fixtures.names());
  throw invalid(
    entry,
    [...path, 'fixture'],
    `Could not find fixture file ${name} for unit test '${entry.name}' in ${entry.file.file.displayPath}`,
    near ? `Did you mean '${near}'?` : `Put ${name}.${format} into tests/fixtures.`,
  );
}

function overridesOf(value: Json | undefined): UnitTestNode['overrides'] {
  if (!isObject(value)) return null;
  return {
    macros: asObject(value['macros']),
    vars: asObject(value['vars']),
    envVars: asObject(value['env_vars']),
  };
}

function invalid(
  entry: PropertyEntry,
  path: readonly (string | number)[],
  message: string,
  hint?: string,
): ProjectFailure {
  return new ProjectFailure(entryError(entry, path, { code: 'TX1213', message, ...(hint ? { hint } : {}) }));
}
