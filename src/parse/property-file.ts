import type { Json, JsonObject } from '../config/json.ts';
import { readYaml } from '../config/yaml.ts';
import { locate } from '../config/yaml-position.ts';
import { codeFrame } from '../errors/code-frame.ts';
import { suggest } from '../errors/did-you-mean.ts';
import type { ErrorCode } from '../errors/codes.ts';
import type { ProjectError } from '../errors/project-error.ts';
import { resourceKeys, topLevelKeys } from './known-keys.ts';
import type { ProjectFile } from './project-file.ts';
import { attempt, type ParseSession } from './session.ts';

/** A property file as read: nothing in it is rendered yet. */
export interface PropertyFile {
  readonly file: ProjectFile;
  readonly text: string;
  readonly document: JsonObject;
}

/** One resource of a property file. */
export interface PropertyEntry {
  readonly file: PropertyFile;
  /** Key of the file under which it stands: `models`, `sources`, … */
  readonly section: string;
  readonly index: number;
  readonly name: string;
  /** As written. */
  readonly raw: JsonObject;
}

type Gathering = Pick<ParseSession, 'errors' | 'warnings'>;

/** Reads a property file; undefined when it is empty or broken (the error is gathered). */
export function readPropertyFile(
  file: ProjectFile,
  text: string,
  session: Gathering,
): PropertyFile | undefined {
  const read = attempt(session, () => readYaml(text, file.displayPath));
  if (read === undefined || read.value === null) return undefined;
  session.warnings.push(...read.warnings);
  if (typeof read.value !== 'object' || Array.isArray(read.value)) {
    session.errors.push({
      code: 'TX1203',
      message: `${file.displayPath} is not a property file: it holds no dictionary`,
      hint: 'Write resources under models:, sources:, seeds: … as lists.',
      location: { file: file.displayPath, line: 1 },
    });
    return undefined;
  }
  const properties = { file, text, document: read.value as JsonObject };
  warnUnknownVersion(properties, session);
  warnUnknownKeys(properties, session);
  return properties;
}

/** The resources under one key of a file; what is no list, or has no name, is gathered as an error. */
export function entriesOf(
  properties: PropertyFile,
  section: string,
  session: Gathering,
): readonly PropertyEntry[] {
  const list = properties.document[section];
  if (list === null || list === undefined) return [];
  if (!Array.isArray(list)) {
    session.errors.push(
      propertyError(properties, [section], {
        code: 'TX1203',
        message: `The schema file at ${properties.file.displayPath} is invalid because the value of '${section}' is not a list`,
        hint: `Write each of the ${section} with a dash: - name: …`,
      }),
    );
    return [];
  }
  const entries: PropertyEntry[] = [];
  for (const [index, raw] of (list as readonly Json[]).entries()) {
    const fault = entryFault(raw);
    if (fault === null) {
      const entry = raw as JsonObject;
      entries.push({ file: properties, section, index, name: String(entry['name']), raw: entry });
      warnUnknownEntryKeys(properties, section, index, entry, session);
    } else {
      session.errors.push(
        propertyError(properties, [section, index], {
          code: 'TX1203',
          message: `Invalid ${section} config given in ${properties.file.displayPath} @ ${section}: ${fault}`,
        }),
      );
    }
  }
  return entries;
}

/** An error at a place of a property file, with a frame. */
function propertyError(
  properties: PropertyFile,
  path: readonly (string | number)[],
  error: {
    readonly code: ErrorCode;
    readonly message: string;
    readonly hint?: string;
    readonly nodeId?: string;
  },
): ProjectError {
  const file = properties.file.displayPath;
  const place = locate(properties.text, path);
  if (place === null) return { ...error, location: { file } };
  return {
    ...error,
    location: { file, ...place },
    frame: codeFrame(properties.text, place.line, place.column),
  };
}

/** An error at a place below an entry. */
export function entryError(
  entry: PropertyEntry,
  path: readonly (string | number)[],
  error: {
    readonly code: ErrorCode;
    readonly message: string;
    readonly hint?: string;
    readonly nodeId?: string;
    readonly missing?: ProjectError['missing'];
  },
): ProjectError {
  return propertyError(entry.file, [entry.section, entry.index, ...path], error);
}

function entryFault(raw: Json): string | null {
  if (raw === null || typeof raw !== 'object' || Array.isArray(raw)) return 'an entry is not a dictionary';
  const name = (raw as JsonObject)['name'];
  if (name === undefined || name === null) return "an entry has no 'name'";
  return typeof name === 'string' || typeof name === 'number' || typeof name === 'boolean'
    ? null
    : "'name' is not a text";
}

function warnUnknownVersion(properties: PropertyFile, session: Gathering): void {
  const { version } = properties.document;
  if (version === undefined || version === null || Number(version) === 2) return;
  session.warnings.push(
    propertyError(properties, ['version'], {
      code: 'TX1203',
      message: `${properties.file.displayPath} says version: ${JSON.stringify(version)}; the only version of property files is 2, as which it is read`,
      hint: 'Write version: 2, or leave the line out.',
    }),
  );
}

function warnUnknownKeys(properties: PropertyFile, session: Gathering): void {
  for (const key of Object.keys(properties.document)) {
    if (topLevelKeys.has(key)) continue;
    const near = suggest(key, topLevelKeys);
    // `anchors:` and the like hold YAML anchors for use elsewhere in the file; only a likely slip is told.
    if (near === null) continue;
    session.warnings.push(
      propertyError(properties, [key], {
        code: 'TX1206',
        message: `${properties.file.displayPath} has the key '${key}', which is not known: what stands under it is ignored`,
        hint: `Did you mean '${near}'?`,
      }),
    );
  }
}

function warnUnknownEntryKeys(
  properties: PropertyFile,
  section: string,
  index: number,
  entry: JsonObject,
  session: Gathering,
): void {
  const known = resourceKeys[section];
  if (known === undefined) return;
  for (const key of Object.keys(entry)) {
    if (known.has(key)) continue;
    const near = suggest(key, known);
    session.warnings.push(
      propertyError(properties, [section, index, key], {
        code: 'TX1206',
        message: `The key '${key}' of '${String(entry['name'])}' under ${section} in ${properties.file.displayPath} is not known and has no effect`,
        hint: near ? `Did you mean '${near}'?` : 'Keys of your own belong under config: meta:.',
      }),
    );
  }
}
